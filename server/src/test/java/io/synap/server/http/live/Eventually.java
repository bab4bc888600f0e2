package io.synap.server.http.live;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about; the test's timeout bounds it. */
public final class Eventually {
    private static final long STEP_NANOS = 200_000;

    private Eventually() {}

    public static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(STEP_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the test's time is over");
            }
        }
    }
}
