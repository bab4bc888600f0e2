package io.synap.engine;

import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.Slab;
import java.util.List;

/**
 * What a shard held before everything was removed at once, until its memory has gone back. Confined to
 * its shard's lock.
 *
 * <p>Removing everything only sets it aside, however much it is; it is freed in slices. While images
 * read it, it stays as it was.
 */
final class Retired {
    private static final int VALUES_PER_SLICE = 16;
    private static final int PAGES_PER_SLICE = 16;

    final KeyTable table;
    private final LargeValues largeValues;
    private final List<Slab> slabs;
    /** The chain of large values that its entries own. */
    private long values;

    private int readers;

    Retired(KeyTable table, LargeValues largeValues, List<Slab> slabs) {
        this.table = table;
        this.largeValues = largeValues;
        this.slabs = slabs;
        this.values = largeValues.takeOwned();
    }

    /** Keeps it as it is until {@link #release}. */
    void retain() {
        readers++;
    }

    void release() {
        readers--;
    }

    boolean isRead() {
        return readers > 0;
    }

    /** Frees a little, while nobody reads; false when nothing is left. */
    boolean freeSlice() {
        for (int i = 0; i < VALUES_PER_SLICE && values != 0; i++) {
            values = largeValues.releaseFirst(values);
        }
        int pages = PAGES_PER_SLICE;
        for (Slab slab : slabs) {
            pages -= slab.freePages(pages);
        }
        return values != 0 || slabBytes() > 0;
    }

    /** Physical bytes of blocks that are not yet freed. */
    long slabBytes() {
        long bytes = 0;
        for (Slab slab : slabs) {
            bytes += slab.pageBytes();
        }
        return bytes;
    }
}
