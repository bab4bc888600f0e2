package io.synap.server.node;

import io.synap.engine.Engine;
import io.synap.engine.Shard;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.OperationWriter;
import io.synap.protocol.operation.TopicCodec;
import io.synap.protocol.operation.TopicOperation;
import io.synap.replication.log.OperationLog;
import io.synap.replication.log.SyncListener;
import io.synap.server.notify.Notices;
import java.lang.ref.Reference;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: its shards, its log, its budget. Thread-safe; each thread works on it through an {@link
 * Access} of its own.
 */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Shards' positions lie a cache line apart, since different threads write them. */
    private static final int STRIDE = 8;

    private final Engine engine;
    private final @Nullable OperationLog log;
    private final boolean repliesAwaitSync;
    private final MemoryBudget budget;
    private final Clock clock;
    private final RandomGenerator random;
    private final LongAdder evictedKeys = new LongAdder();
    private final Shard[] shards = new Shard[Slots.SHARDS];
    private final Waiters waiters = new Waiters(this::hasReady);
    private final Notices notices = new Notices();
    private final Deliveries deliveries = new Deliveries();
    /** Each shard's last log position; guarded by the shard's lock. */
    private final long[] appendedPositions = new long[Slots.SHARDS * STRIDE];

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile Consumer<Throwable> onFailure = reason -> {};

    /**
     * A node over a recovered state.
     *
     * @param log null when nothing is to be kept
     * @param repliesAwaitSync whether no reply may show what is not yet synced (fsync always)
     */
    public Node(
            Engine engine,
            @Nullable OperationLog log,
            boolean repliesAwaitSync,
            MemoryBudget budget,
            Clock clock,
            RandomGenerator random) {
        this.engine = engine;
        this.log = log;
        this.repliesAwaitSync = repliesAwaitSync;
        this.budget = budget;
        this.clock = clock;
        this.random = random;
        for (int i = 0; i < shards.length; i++) {
            shards[i] = engine.shard(i);
        }
        engine.onReady(waiters::ready);
    }

    /** A new way in, for the calling thread's use alone. */
    public synchronized Access newAccess() {
        RandomGenerator own = newRandom();
        return new Access(this, new Admission(budget, new Eviction(this, budget, own, evictedKeys)));
    }

    /** A source of randomness for the calling thread's use alone, seeded from the node's. */
    public synchronized RandomGenerator newRandom() {
        return new SplittableRandom(random.nextLong());
    }

    /**
     * Gives sessions that were recovered their time again, since no heartbeat can have reached a node that
     * was away. Before anybody is served and before time goes on.
     */
    public void resumeSessions() {
        OperationWriter writer = new OperationWriter();
        try {
            newAccess().writeToAll(TopicCodec.encode(new TopicOperation.ResumeSessions(), writer));
        } finally {
            // The operation lies in the writer's memory, which lives as long as the writer is reachable.
            Reference.reachabilityFence(writer);
        }
    }

    public Engine engine() {
        return engine;
    }

    private boolean hasReady(int index, byte[] queue) {
        Shard shard = shards[index];
        shard.lock();
        try {
            return shard.queues().hasReady(queue);
        } finally {
            shard.unlock();
        }
    }

    /** Who waits for a queue or a room. */
    public Waiters waiters() {
        return waiters;
    }

    /** What is told of changes to keys. */
    public Notices notices() {
        return notices;
    }

    /** Which live subscription has which messages in hand. */
    public Deliveries deliveries() {
        return deliveries;
    }

    public MemoryBudget budget() {
        return budget;
    }

    public Clock clock() {
        return clock;
    }

    /** Keys deleted by the memory policy since the start. */
    public long evictedKeys() {
        return evictedKeys.sum();
    }

    /** The log position up to which everything is on disk; without a log, everything always is. */
    public long synced() {
        return log == null ? Long.MAX_VALUE : log.synced();
    }

    /** Called by the log's writer after each fsync; listeners must only hand over to their own thread. */
    public void onSynced(SyncListener listener) {
        if (log != null) {
            log.onSynced(listener);
        }
    }

    /** Runs once, on any thread, when the node can no longer keep its promises. */
    public void onFailure(Consumer<Throwable> action) {
        onFailure = action;
    }

    /** Why the node stopped serving writes, or null. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    /** Stops the node for good: nothing is acknowledged from here on. */
    public SynapException fault(Throwable reason) {
        if (failure.compareAndSet(null, reason)) {
            LOG.error("the node stops: {}", reason.getMessage(), reason);
            onFailure.accept(reason);
        }
        return new SynapException(ErrorCode.STORAGE_FAILED);
    }

    void ensureServing() {
        if (failure.get() != null) {
            throw new SynapException(ErrorCode.STORAGE_FAILED);
        }
    }

    @Nullable
    OperationLog log() {
        return log;
    }

    boolean repliesAwaitSync() {
        return repliesAwaitSync;
    }

    Shard shard(int index) {
        return shards[index];
    }

    void appended(int shard, long position) {
        appendedPositions[shard * STRIDE] = position;
    }

    long appendedPosition(int shard) {
        return appendedPositions[shard * STRIDE];
    }
}
