package io.synap.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about, and not for a time. */
public final class Eventually {
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long STEP_NANOS = 200_000;

    private Eventually() {}

    /** Asks again and again; fails when it does not become true for long, or the test's time is over. */
    public static void until(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > NANOS_MAX) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(STEP_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the test's time is over");
            }
        }
    }
}
