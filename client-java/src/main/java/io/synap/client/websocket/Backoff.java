package io.synap.client.websocket;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect. Confined to its thread.
 *
 * <p>All endpoints are tried in a row; between such rounds there is a pause that doubles from round to round, of which
 * the second half is left to chance, so that clients that lost the same server do not come back all at once.
 */
final class Backoff {
    private final int endpoints;
    private final long minMillis;
    private final long maxMillis;
    private final RandomGenerator random;
    private int failures;

    Backoff(int endpoints, long minMillis, long maxMillis, RandomGenerator random) {
        this.endpoints = endpoints;
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
        this.random = random;
    }

    /** Another attempt has failed: milliseconds until the next. */
    long failed() {
        failures++;
        if (failures % endpoints != 0) {
            return 0;
        }
        int round = Math.min(failures / endpoints - 1, 20);
        long pause = Math.max(1, Math.min(maxMillis, minMillis << round));
        return pause - pause / 2 + random.nextLong(pause / 2 + 1);
    }

    /** There was a connection that held. */
    void reset() {
        failures = 0;
    }
}
