package io.synap.bench.load;

import java.util.concurrent.TimeUnit;

/**
 * Confined to one thread. When each request is meant to leave: request {@code n} at {@code start + n /
 * rate}, whatever happened to the ones before. Computed from the start each time, so it never drifts.
 */
final class Schedule {
    private final long startNanos;
    private final double nanosPerRequest;
    private long issued;

    Schedule(long startNanos, double requestsPerSecond) {
        this.startNanos = startNanos;
        this.nanosPerRequest = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
    }

    /** The moment meant for the next request. */
    long nextNanos() {
        return startNanos + (long) (issued * nanosPerRequest);
    }

    boolean due(long nowNanos) {
        return nextNanos() - nowNanos <= 0;
    }

    void issue() {
        issued++;
    }
}
