package io.synap.cli.command;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which dead letters are meant. Confined to one run. */
public final class LetterOptions {
    /** Why a message died. */
    enum Reason {
        REJECTED,
        EXPIRED,
        MAX_DELIVERIES,
        MAX_LENGTH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--reason",
            paramLabel = "WHY",
            description = "Those that died so: rejected, expired, max_deliveries or max_length.")
    private Optional<Reason> reason = Optional.empty();

    @Option(names = "--error", paramLabel = "PART", description = "Those whose last error has this in it.")
    private Optional<String> error = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "MOMENT",
            description = "Those that died then or later, such as 2026-01-31T12:00:00Z.")
    private Optional<Instant> since = Optional.empty();

    @Option(names = "--before", paramLabel = "MOMENT", description = "Those that died before.")
    private Optional<Instant> before = Optional.empty();

    public boolean isGiven() {
        return reason.isPresent() || error.isPresent() || since.isPresent() || before.isPresent();
    }

    public Given addTo(Given given) {
        return given.text("reason", reason.map(why -> why.name().toLowerCase(Locale.ROOT)))
                .text("error", error)
                .number("died_from_ms", since.map(Instant::toEpochMilli))
                .number("died_before_ms", before.map(Instant::toEpochMilli));
    }
}
