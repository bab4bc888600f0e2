package io.synap.server.node;

import io.synap.engine.Entry;
import io.synap.engine.EvictionPolicy;
import io.synap.engine.Shard;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * Makes room by deleting what the policy gives up, each as a logged delete. Confined to its access'
 * thread. Shards are taken one at a time, so it runs before any other shard is locked.
 */
final class Eviction {
    /** Misses in a row after which nothing is left to evict: every shard was tried twice. */
    private static final int MISSES_MAX = 2 * Slots.SHARDS;

    /** Items past their deadline that are removed in one step. */
    private static final int DUE_AT_ONCE = 16;

    private final Node node;
    private final MemoryBudget budget;
    private final RandomGenerator random;
    private final LongAdder evicted;
    private final NativeBuffer scratch = new NativeBuffer(1024);

    Eviction(Node node, MemoryBudget budget, RandomGenerator random, LongAdder evicted) {
        this.node = node;
        this.budget = budget;
        this.random = random;
        this.evicted = evicted;
    }

    /** Evicts until that much is free or nothing more can be, and returns what is free. */
    long makeRoom(long need, long now, Access access) {
        EvictionPolicy policy = budget.policy();
        long free = budget.freeBytes();
        if (policy == EvictionPolicy.NOEVICTION) {
            return free;
        }
        int misses = 0;
        while (free < need && misses < MISSES_MAX && access.hasRoom(ExpiredKeys.OPERATION_BYTES_MAX)) {
            if (evictOne(policy, now, access)) {
                misses = 0;
                free = budget.freeBytes();
            } else {
                misses++;
            }
        }
        return free;
    }

    private boolean evictOne(EvictionPolicy policy, long now, Access access) {
        long bits = random.nextLong();
        int index = (int) (bits >>> 58);
        Shard shard = node.shard(index);
        long operation;
        shard.lock();
        try {
            long entry = shard.evictionCandidate(policy, bits, now);
            if (entry == 0) {
                return false;
            }
            operation = encodeDelete(entry);
        } finally {
            shard.unlock();
        }
        if (access.writeTo(index, operation, Access.noSink()).applied()) {
            evicted.increment();
            return true;
        }
        // The candidate is past its deadline, so it is absent to a delete: time takes it.
        return access.advance(index, DUE_AT_ONCE).applied();
    }

    private long encodeDelete(long entry) {
        int keyLength = Entry.keyLength(entry);
        long target = scratch.ensure(EncodedOperation.PREFIX_BYTES_MAX + (long) keyLength, 0);
        long at = EncodedOperation.putPrefix(target, OperationType.DELETE, OperationFlags.EVICTED, keyLength, 0, 0, 0);
        Memory.copy(Entry.key(entry), at, keyLength);
        return target;
    }
}
