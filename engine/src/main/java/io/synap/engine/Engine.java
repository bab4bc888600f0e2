package io.synap.engine;

import io.synap.engine.memory.PagePool;
import io.synap.protocol.Slots;
import io.synap.protocol.state.ShardImage;
import io.synap.protocol.state.StateMachine;

/**
 * The state of a node: 64 shards and the memory they share. Thread-safe: its own methods take the
 * shard's lock; who works on a {@link Shard} takes it himself.
 */
public final class Engine implements StateMachine, AutoCloseable {
    private final PagePool pool = new PagePool();
    private final Shard[] shards = new Shard[Slots.SHARDS];
    private final long imageSavedBytesMax;

    public Engine(EngineOptions options) {
        this(options, Image.SAVED_BYTES_MAX);
    }

    Engine(EngineOptions options, long imageSavedBytesMax) {
        this.imageSavedBytesMax = imageSavedBytesMax;
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new Shard(i, options, pool);
        }
    }

    /** A shard by its index, 0 to 63. */
    public Shard shard(int index) {
        return shards[index];
    }

    /** Tells, from now on, what becomes ready; called under the shard's lock, so it must be brief. */
    public void onReady(Shard.Readiness listener) {
        for (Shard shard : shards) {
            shard.lock();
            try {
                shard.onReady(listener);
            } finally {
                shard.unlock();
            }
        }
    }

    /** Logical bytes over all shards: what the memory budget counts, the same on every copy. */
    public long usedBytes() {
        long sum = 0;
        for (Shard shard : shards) {
            sum += shard.usedBytes();
        }
        return sum;
    }

    /** Keeps other access statistics from now on. */
    public void trackAccess(AccessTracking tracking) {
        for (Shard shard : shards) {
            shard.lock();
            try {
                shard.trackAccess(tracking);
            } finally {
                shard.unlock();
            }
        }
    }

    /** Physical bytes mapped from the operating system. */
    public long reservedBytes() {
        return pool.reservedBytes();
    }

    /** Keys over all shards. */
    public long keyCount() {
        long sum = 0;
        for (Shard shard : shards) {
            sum += shard.keyCount();
        }
        return sum;
    }

    /** Queues over all shards. */
    public int queueCount() {
        int sum = 0;
        for (Shard shard : shards) {
            sum += shard.queues().count();
        }
        return sum;
    }

    /** Shared groups over all shards. */
    public int sharedGroupCount() {
        int sum = 0;
        for (Shard shard : shards) {
            sum += shard.streams().groupCount();
        }
        return sum;
    }

    /** Keys with a deadline over all shards. */
    public long expiringKeyCount() {
        long sum = 0;
        for (Shard shard : shards) {
            sum += shard.expiringKeyCount();
        }
        return sum;
    }

    /**
     * Housekeeping in a slice of well under a millisecond: frees what readers held, empties sparse
     * pages, and gives free memory back to the operating system. To be called now and then by any one thread; true if there
     * is more to do.
     */
    public boolean tidy() {
        boolean more = false;
        for (Shard shard : shards) {
            if (shard.tryLock()) {
                try {
                    more |= shard.tidy();
                } finally {
                    shard.unlock();
                }
            }
        }
        boolean trimmed = pool.trim();
        return more || trimmed;
    }

    @Override
    public long sequence(int shard) {
        Shard target = shards[shard];
        target.lock();
        try {
            return target.sequence();
        } finally {
            target.unlock();
        }
    }

    @Override
    public long time(int shard) {
        Shard target = shards[shard];
        target.lock();
        try {
            return target.time();
        } finally {
            target.unlock();
        }
    }

    @Override
    public void replay(int shard, long sequence, long time, long operation) {
        Shard target = shards[shard];
        target.lock();
        try {
            target.replay(sequence, time, operation);
        } finally {
            target.unlock();
        }
    }

    @Override
    public ShardImage openImage(int shard) {
        Shard target = shards[shard];
        target.lock();
        try {
            return target.openImage(imageSavedBytesMax);
        } finally {
            target.unlock();
        }
    }

    @Override
    public void restoreItems(int shard, long address, long length) {
        Shard target = shards[shard];
        target.lock();
        try {
            target.restoreItems(address, length);
        } finally {
            target.unlock();
        }
    }

    @Override
    public void restoreEnd(int shard, long sequence, long time) {
        Shard target = shards[shard];
        target.lock();
        try {
            target.restoreEnd(sequence, time);
        } finally {
            target.unlock();
        }
    }

    /** Unmaps everything. Nobody may use the engine, its shards or its images any more. */
    @Override
    public void close() {
        pool.close();
    }
}
