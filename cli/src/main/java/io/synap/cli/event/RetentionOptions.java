package io.synap.cli.event;

import io.synap.cli.command.ByteCount;
import io.synap.cli.command.Given;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long events are kept. Confined to one run. */
public final class RetentionOptions {
    /** What a later event does to an earlier one. */
    enum Compaction {
        NONE,
        KEY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--keep-events", paramLabel = "N", description = "The latest so many; 0 for any number.")
    private Optional<Long> events = Optional.empty();

    @Option(
            names = "--keep-bytes",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "The latest so many bytes, such as 64MB; 0 for any number.")
    private Optional<Long> bytes = Optional.empty();

    @Option(names = "--keep-for", paramLabel = "TIME", description = "Those not older, such as 7d; 0 for ever.")
    private Optional<Duration> age = Optional.empty();

    @Option(
            names = "--compaction",
            paramLabel = "HOW",
            description = "none; or key: an event replaces the one before it with the same key.")
    private Optional<Compaction> compaction = Optional.empty();

    public Given addTo(Given given) {
        return given.object(
                        "retention",
                        new Given()
                                .number("count", events)
                                .number("bytes", bytes)
                                .millis("age_ms", age))
                .text("compaction", compaction.map(Compaction::toString));
    }
}
