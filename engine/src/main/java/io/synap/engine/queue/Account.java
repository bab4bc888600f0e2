package io.synap.engine.queue;

import io.synap.engine.Tally;
import io.synap.engine.index.OrderedIndex;
import io.synap.engine.index.PagedIndex;
import io.synap.engine.memory.SizeClasses;

/** Logical bytes of one part of a queue, in the sum of all. Confined to its shard's lock. */
final class Account {
    private static final int PAGE_BYTES = SizeClasses.blockBytes(8 * PagedIndex.PAGE_SLOTS);

    private final Tally sum;
    private long bytes;

    Account(Tally sum) {
        this.sum = sum;
    }

    void add(long delta) {
        bytes += delta;
        sum.add(delta);
    }

    /** Takes all of it out of the sum. */
    void close() {
        add(-bytes);
    }

    void insert(OrderedIndex index, long major, long minor, long payload) {
        index.insert(major, minor, payload);
        add(QueueMemory.INDEX_ITEM_BYTES);
    }

    void remove(OrderedIndex index, long major, long minor) {
        if (!index.remove(major, minor)) {
            throw new IllegalStateException("an index has no item " + major + ", " + minor);
        }
        add(-QueueMemory.INDEX_ITEM_BYTES);
    }

    void put(PagedIndex index, long number, long block) {
        int pages = index.pages();
        index.put(number, block);
        add((long) PAGE_BYTES * (index.pages() - pages));
    }

    void remove(PagedIndex index, long number) {
        int pages = index.pages();
        index.remove(number);
        add((long) PAGE_BYTES * (index.pages() - pages));
    }
}
