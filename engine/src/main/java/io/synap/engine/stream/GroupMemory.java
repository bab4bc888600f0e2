package io.synap.engine.stream;

import io.synap.engine.memory.PagePool;
import io.synap.engine.memory.Slab;
import java.util.function.LongConsumer;

/** What all groups of a shard keep their blocks in. Confined to its shard's lock. */
final class GroupMemory {
    final Slab blocks;
    final Slab failures;
    final Slab indexes;
    private final LongConsumer usage;

    /** @param usage is told how many more logical bytes are used */
    GroupMemory(PagePool pool, LongConsumer usage) {
        this.blocks = new Slab(pool);
        this.failures = new Slab(pool);
        this.indexes = new Slab(pool);
        this.usage = usage;
    }

    void used(long delta) {
        usage.accept(delta);
    }

    void freeAll() {
        for (Slab slab : new Slab[] {blocks, failures, indexes}) {
            var _ = slab.freePages(Integer.MAX_VALUE);
        }
    }
}
