package io.synap.client.work;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Does something again and again, on a virtual thread of its own, until it is closed. Thread-safe. */
public final class Rhythm implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Rhythm.class.getName());

    private final long everyNanos;
    private final Runnable task;
    private boolean closed;

    private Rhythm(Duration every, Runnable task) {
        this.everyNanos = every.toNanos();
        this.task = task;
    }

    /** Begins after one such pause; what the task throws is logged, and it goes on. */
    public static Rhythm every(Duration pause, String name, Runnable task) {
        if (pause.isZero() || pause.isNegative()) {
            throw new IllegalArgumentException("pause must be positive, not " + pause);
        }
        Rhythm rhythm = new Rhythm(pause, task);
        var _ = Thread.ofVirtual().name(name).start(rhythm::run);
        return rhythm;
    }

    private void run() {
        try {
            while (awaitBeat()) {
                try {
                    task.run();
                } catch (RuntimeException failed) {
                    LOG.log(System.Logger.Level.WARNING, "a regular task failed", failed);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitBeat() throws InterruptedException {
        long end = System.nanoTime() + everyNanos;
        long left = everyNanos;
        while (!closed && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        return !closed;
    }

    /** No further beat begins; one that is under way goes on. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
