package io.synap.client.room;

import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.Optional;

/**
 * How a shared group hands out events. Immutable. What is not given stays as it is, or is as the server has it: leases of
 * 30 seconds, 4 deliveries, pauses of 1 to 60 seconds, and retention held back for what is not done.
 *
 * @param maxDeliveries one more than the number of retries, 0 for no bound
 * @param backoffMin the pause after the first failure, which doubles
 * @param protectsEvents whether retention spares what is not done
 * @param deadLettersMax beyond, the oldest go
 * @param pendingMax beyond, nothing is handed out until something is done
 */
public record SharedGroupSettings(
        Optional<Duration> lease,
        Optional<Integer> maxDeliveries,
        Optional<Duration> backoffMin,
        Optional<Duration> backoffMax,
        Optional<Boolean> protectsEvents,
        Optional<Integer> deadLettersMax,
        Optional<Integer> pendingMax) {
    private static final SharedGroupSettings UNCHANGED = new SharedGroupSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Nothing given. */
    public static SharedGroupSettings unchanged() {
        return UNCHANGED;
    }

    public SharedGroupSettings lease(Duration length) {
        Checks.someMillis("length", length);
        return new SharedGroupSettings(
                Optional.of(length), maxDeliveries, backoffMin, backoffMax, protectsEvents, deadLettersMax, pendingMax);
    }

    public SharedGroupSettings maxDeliveries(int most) {
        Checks.notNegative("most", most);
        return new SharedGroupSettings(
                lease, Optional.of(most), backoffMin, backoffMax, protectsEvents, deadLettersMax, pendingMax);
    }

    public SharedGroupSettings backoff(Duration least, Duration most) {
        if (Checks.millis("least", least) > Checks.millis("most", most)) {
            throw new IllegalArgumentException("the least pause, " + least + ", exceeds the most, " + most);
        }
        return new SharedGroupSettings(
                lease,
                maxDeliveries,
                Optional.of(least),
                Optional.of(most),
                protectsEvents,
                deadLettersMax,
                pendingMax);
    }

    public SharedGroupSettings protectEvents(boolean protect) {
        return new SharedGroupSettings(
                lease, maxDeliveries, backoffMin, backoffMax, Optional.of(protect), deadLettersMax, pendingMax);
    }

    public SharedGroupSettings deadLettersMax(int most) {
        Checks.notNegative("most", most);
        return new SharedGroupSettings(
                lease, maxDeliveries, backoffMin, backoffMax, protectsEvents, Optional.of(most), pendingMax);
    }

    public SharedGroupSettings pendingMax(int most) {
        Checks.notNegative("most", most);
        return new SharedGroupSettings(
                lease, maxDeliveries, backoffMin, backoffMax, protectsEvents, deadLettersMax, Optional.of(most));
    }

    Arguments addTo(Arguments arguments) {
        lease.ifPresent(value -> arguments.integer("lease_ms", value.toMillis()));
        maxDeliveries.ifPresent(value -> arguments.integer("max_deliveries", value));
        backoffMin.ifPresent(value -> arguments.integer("backoff_min_ms", value.toMillis()));
        backoffMax.ifPresent(value -> arguments.integer("backoff_max_ms", value.toMillis()));
        protectsEvents.ifPresent(value -> arguments.flag("protects_events", value));
        deadLettersMax.ifPresent(value -> arguments.integer("dead_letters_max", value));
        pendingMax.ifPresent(value -> arguments.integer("pending_max", value));
        return arguments;
    }

    static SharedGroupSettings read(Value value) {
        return new SharedGroupSettings(
                Optional.of(millis(value, "lease_ms")),
                Optional.of(count(value, "max_deliveries")),
                Optional.of(millis(value, "backoff_min_ms")),
                Optional.of(millis(value, "backoff_max_ms")),
                Optional.of(value.get("protects_events").flag()),
                Optional.of(count(value, "dead_letters_max")),
                Optional.of(count(value, "pending_max")));
    }

    private static Duration millis(Value value, String name) {
        return Duration.ofMillis(value.get(name).integer());
    }

    private static int count(Value value, String name) {
        return Math.toIntExact(value.get(name).integer());
    }
}
