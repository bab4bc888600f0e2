package io.synap.replication;

import java.util.function.LongConsumer;

/** Runs random tests so that a failure can be repeated with -Dsynap.seed=N. */
public final class Seeds {
    private Seeds() {}

    public static void run(int count, LongConsumer test) {
        Long only = Long.getLong("synap.seed");
        if (only != null) {
            test.accept(only);
            return;
        }
        long first = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            try {
                test.accept(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("repeat with -Dsynap.seed=" + seed, e);
            }
        }
    }
}
