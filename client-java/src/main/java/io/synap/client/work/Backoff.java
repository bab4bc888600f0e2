package io.synap.client.work;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double, with jitter, until something succeeds. Thread-safe. */
public final class Backoff {
    private static final int DOUBLINGS_MAX = 30;

    private final long minMillis;
    private final long maxMillis;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minMillis = Math.max(1, min.toMillis());
        this.maxMillis = Math.max(minMillis, max.toMillis());
        this.random = random;
    }

    /** Between half of the pause and all of it. */
    public synchronized Duration next() {
        long most = Math.min(maxMillis, minMillis << Math.min(failures, DOUBLINGS_MAX));
        failures = Math.min(failures + 1, DOUBLINGS_MAX);
        return Duration.ofMillis(most / 2 + random.nextLong(most - most / 2 + 1));
    }

    public synchronized void reset() {
        failures = 0;
    }
}
