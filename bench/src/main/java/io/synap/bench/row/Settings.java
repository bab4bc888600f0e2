package io.synap.bench.row;

import java.time.Duration;

/**
 * How much to measure.
 *
 * @param keys how many keys, messages or events the rows load that measure memory, restarts and depth
 * @param requestsPerSecond of the open loop
 * @param steady how long one measurement under a steady load takes
 * @param mixedLoad how long the memory row of keys loads the server
 * @param clients connections of redis-benchmark and wrk
 */
public record Settings(
        int rounds,
        boolean quick,
        long keys,
        double requestsPerSecond,
        Duration steady,
        Duration mixedLoad,
        int clients) {

    /** A quick run measures a tenth: enough to see that it works, not to quote. */
    long count(long full) {
        return quick ? full / 10 : full;
    }
}
