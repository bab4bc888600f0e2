package io.synap.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for sections of well under a microsecond that neither block nor do I/O. Thread-safe; not
 * reentrant.
 *
 * <p>Who finds it taken spins a few microseconds; longer means that the holder lost its core, so the
 * waiter gives its own away for a while instead of burning it.
 */
final class SpinLock {
    private static final int SPINS = 128;
    private static final long PARK_NANOS_MIN = 10_000;
    private static final int PARK_DOUBLINGS_MAX = 6;
    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(SpinLock.class, "taken", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through TAKEN
    private int taken;

    void lock() {
        if (!tryLock()) {
            lockContended();
        }
    }

    boolean tryLock() {
        return (int) TAKEN.compareAndExchangeAcquire(this, 0, 1) == 0;
    }

    void unlock() {
        TAKEN.setRelease(this, 0);
    }

    private void lockContended() {
        for (int round = 0; ; round++) {
            for (int spin = 0; spin < SPINS; spin++) {
                if ((int) TAKEN.getOpaque(this) == 0 && tryLock()) {
                    return;
                }
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(PARK_NANOS_MIN << Math.min(round, PARK_DOUBLINGS_MAX));
        }
    }
}
