package io.synap.client.queue;

import io.synap.client.wire.Arguments;
import io.synap.protocol.operation.DeathReason;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Which dead letters are meant. Immutable: each method gives another. Unless something is said, all. */
public final class DeadLetterFilter {
    private static final DeadLetterFilter ALL = new DeadLetterFilter(Optional.empty(), "", 0, 0);

    private final Optional<DeathReason> reason;
    private final String error;
    private final long diedFromMillis;
    private final long diedBeforeMillis;

    private DeadLetterFilter(Optional<DeathReason> reason, String error, long diedFromMillis, long diedBeforeMillis) {
        this.reason = reason;
        this.error = error;
        this.diedFromMillis = diedFromMillis;
        this.diedBeforeMillis = diedBeforeMillis;
    }

    public static DeadLetterFilter all() {
        return ALL;
    }

    /** Those that died of it. */
    public DeadLetterFilter reason(DeathReason value) {
        return new DeadLetterFilter(Optional.of(value), error, diedFromMillis, diedBeforeMillis);
    }

    /** Those whose last error has this in it. */
    public DeadLetterFilter errorContains(String part) {
        return new DeadLetterFilter(reason, Objects.requireNonNull(part, "part"), diedFromMillis, diedBeforeMillis);
    }

    /** Those that died then or later. */
    public DeadLetterFilter diedFrom(Instant first) {
        return new DeadLetterFilter(reason, error, first.toEpochMilli(), diedBeforeMillis);
    }

    /** Those that died before. */
    public DeadLetterFilter diedBefore(Instant end) {
        return new DeadLetterFilter(reason, error, diedFromMillis, end.toEpochMilli());
    }

    Arguments writeTo(Arguments arguments) {
        reason.ifPresent(value -> arguments.text("reason", value.text()));
        if (!error.isEmpty()) {
            arguments.text("error", error);
        }
        if (diedFromMillis > 0) {
            arguments.integer("died_from_ms", diedFromMillis);
        }
        return diedBeforeMillis > 0 ? arguments.integer("died_before_ms", diedBeforeMillis) : arguments;
    }
}
