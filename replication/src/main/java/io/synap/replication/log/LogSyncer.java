package io.synap.replication.log;

import java.util.function.BooleanSupplier;

/**
 * The thread that syncs when the writer does not do so itself: on a timer, on request, or both.
 * Thread-safe. The timer depends on nothing, in particular not on the next write.
 */
final class LogSyncer implements Runnable {
    private final long intervalMillis;
    private final BooleanSupplier sync;

    // Guarded by this.
    private boolean requested;
    private boolean stopped;

    /** An interval of 0 means no timer. The action returns whether to go on. */
    LogSyncer(long intervalMillis, BooleanSupplier sync) {
        this.intervalMillis = intervalMillis;
        this.sync = sync;
    }

    synchronized void request() {
        requested = true;
        notifyAll();
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    @Override
    public void run() {
        boolean healthy = true;
        while (healthy && awaitTurn()) {
            healthy = sync.getAsBoolean();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // A spurious wake-up only means an early sync.
    private synchronized boolean awaitTurn() {
        try {
            if (!requested && !stopped) {
                wait(intervalMillis);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if somebody does, one more sync is the safe answer.
            Thread.currentThread().interrupt();
        }
        requested = false;
        return !stopped;
    }
}
