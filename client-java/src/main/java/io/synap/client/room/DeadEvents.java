package io.synap.client.room;

import io.synap.client.wire.Arguments;
import java.time.Instant;
import java.util.Optional;

/**
 * Which dead letters are meant. Immutable.
 *
 * @param reason rejected, expired, max_deliveries or max_length
 * @param error a part of the last error
 */
public record DeadEvents(
        Optional<String> reason, Optional<String> error, Optional<Instant> from, Optional<Instant> before) {
    private static final DeadEvents ALL =
            new DeadEvents(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static DeadEvents all() {
        return ALL;
    }

    public DeadEvents reason(String why) {
        return new DeadEvents(Optional.of(Checks.named("why", why)), error, from, before);
    }

    public DeadEvents error(String part) {
        return new DeadEvents(reason, Optional.of(Checks.named("part", part)), from, before);
    }

    public DeadEvents diedBetween(Instant first, Instant end) {
        return new DeadEvents(reason, error, Optional.of(first), Optional.of(end));
    }

    Arguments addTo(Arguments arguments) {
        reason.ifPresent(value -> arguments.text("reason", value));
        error.ifPresent(value -> arguments.text("error", value));
        from.ifPresent(value -> arguments.integer("died_from_ms", value.toEpochMilli()));
        before.ifPresent(value -> arguments.integer("died_before_ms", value.toEpochMilli()));
        return arguments;
    }
}
