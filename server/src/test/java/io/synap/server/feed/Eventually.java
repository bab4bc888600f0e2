package io.synap.server.feed;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a condition, and not for a time. */
public final class Eventually {
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private Eventually() {}

    /** Asks again and again; fails when it does not become true for long. */
    public static void until(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > NANOS_MAX) {
                throw new AssertionError("waited in vain");
            }
            Thread.onSpinWait();
        }
    }
}
