package io.synap.engine.retry;

import io.synap.engine.memory.KeyHash;

/** How long something waits before it is tried again. Thread-safe, no state. */
public final class Backoff {
    private static final int DOUBLINGS_MAX = 40;

    private Backoff() {}

    /**
     * Twice as long after each delivery, from the least to the most; of which the second half is chosen by what it is
     * about, so that what failed together does not come back together.
     *
     * @param deliveries how often it was tried, 1 or more
     * @return milliseconds
     */
    public static long millis(long leastMillis, long mostMillis, int deliveries, long number) {
        if (leastMillis <= 0) {
            return 0;
        }
        int doublings = Math.min(Math.max(0, deliveries - 1), DOUBLINGS_MAX);
        long most = Math.max(leastMillis, mostMillis);
        long whole = leastMillis > most >>> doublings ? most : leastMillis << doublings;
        long half = whole / 2;
        long jitter = Long.remainderUnsigned(KeyHash.mix(number, deliveries), half + 1);
        return whole - half + jitter;
    }
}
