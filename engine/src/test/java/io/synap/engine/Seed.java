package io.synap.engine;

import java.util.SplittableRandom;

/** The seed of random tests: printed, and taken from -Dsynap.seed to repeat a failure. */
public final class Seed {
    private Seed() {}

    public static SplittableRandom random(String test) {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        System.out.println(test + ": -Dsynap.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
