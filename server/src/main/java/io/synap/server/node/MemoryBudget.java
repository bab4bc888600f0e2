package io.synap.server.node;

import io.synap.engine.EvictionPolicy;
import java.util.function.LongSupplier;

/** How much may be stored, logical bytes over all families, and what happens beyond. Thread-safe. */
public final class MemoryBudget {
    private final LongSupplier used;
    private volatile long maxBytes;
    private volatile EvictionPolicy policy;

    /** A maximum of 0 means none. */
    public MemoryBudget(LongSupplier used, long maxBytes, EvictionPolicy policy) {
        this.used = used;
        this.maxBytes = maxBytes;
        this.policy = policy;
    }

    public long usedBytes() {
        return used.getAsLong();
    }

    public long maxBytes() {
        return maxBytes;
    }

    public EvictionPolicy policy() {
        return policy;
    }

    public void change(long newMaxBytes, EvictionPolicy newPolicy) {
        maxBytes = newMaxBytes;
        policy = newPolicy;
    }

    /** What still fits; negative when over the maximum. */
    long freeBytes() {
        long max = maxBytes;
        return max == 0 ? Long.MAX_VALUE : max - used.getAsLong();
    }
}
