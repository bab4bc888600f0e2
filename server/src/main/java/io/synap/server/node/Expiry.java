package io.synap.server.node;

import io.synap.engine.Shard;
import io.synap.protocol.Slots;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets time pass: proposes a bounded ADVANCE for each shard in which something is due. Runs on a
 * platform thread of its own, so that no event loop pays for it; each step holds one shard's lock for
 * one bounded operation.
 *
 * <p>Keys do not wait for it: what is due is absent to every read and write, this gives the memory back.
 * For leases, delays and retention it is what makes time pass, so they are late by an interval at most.
 */
public final class Expiry implements AutoCloseable {
    /** Steps taken on one shard before the others get their turn. */
    private static final int STEPS_PER_ROUND = 16;

    private static final long TIDY_INTERVAL_MILLIS = 1000;
    private static final int TIDY_STEPS_MAX = 256;

    private final Node node;
    private final long intervalNanos;
    private final int batch;
    private final LongAdder expired = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;
    /** The earliest deadline that the round has met; the thread's own. */
    private long nextDeadline;

    public Expiry(Node node, int intervalMillis, int batch) {
        this.node = node;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        this.batch = batch;
        thread = Thread.ofPlatform().name("synap-expiry").daemon().start(this::run);
    }

    /** Items removed because their time had come, since the start. */
    public long expired() {
        return expired.sum();
    }

    private void run() {
        Access access = node.newAccess();
        long tidiedMillis = 0;
        while (!closed && node.failure() == null) {
            access.tick();
            if (access.now() - tidiedMillis >= TIDY_INTERVAL_MILLIS) {
                tidiedMillis = access.now();
                tidy();
            }
            nextDeadline = Long.MAX_VALUE;
            boolean more = false;
            for (int index = 0; index < Slots.SHARDS && !closed; index++) {
                more |= advance(access, index);
            }
            access.endBatch();
            if (!more) {
                long untilNext = TimeUnit.MILLISECONDS.toNanos(Math.max(1, nextDeadline - access.now()));
                LockSupport.parkNanos(this, Math.min(intervalNanos, untilNext));
            }
        }
    }

    /** Gives back memory that became free; each step is short. */
    private void tidy() {
        int steps = 0;
        while (node.engine().tidy() && steps < TIDY_STEPS_MAX) {
            steps++;
        }
    }

    /** Returns whether the shard may have more that is due. */
    private boolean advance(Access access, int index) {
        for (int step = 0; step < STEPS_PER_ROUND; step++) {
            if (!isDue(index, access.now())) {
                return false;
            }
            if (!access.hasRoom(ExpiredKeys.OPERATION_BYTES_MAX)) {
                return false;
            }
            expired.add(access.advance(index, batch).number());
        }
        return true;
    }

    private boolean isDue(int index, long now) {
        Shard shard = node.shard(index);
        shard.lock();
        try {
            long next = shard.nextDeadline();
            nextDeadline = Math.min(nextDeadline, next);
            return next <= now;
        } finally {
            shard.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
