package io.synap.replication;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what other threads do. Thread-safe, no state. */
public final class Conditions {
    private static final long SECONDS_MAX = 30;

    private Conditions() {}

    /** Returns once the condition holds, and fails if it does not within half a minute. */
    public static void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + SECONDS_MAX + " s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
