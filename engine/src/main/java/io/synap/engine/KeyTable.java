package io.synap.engine;

import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.Slab;
import java.util.Arrays;

/**
 * The index from keys to entries: extendible hashing. Confined to its shard's lock.
 *
 * <p>The topmost {@code depth} bits of a key's hash select a {@link Segment} through the directory; a
 * segment answers for all hashes that begin with its own, shorter or equal, prefix. A segment that
 * fills is split in two, one that empties is merged with its buddy, so nothing ever stops to grow.
 *
 * <p>Source: Fagin et al., "Extendible hashing", 1979.
 */
final class KeyTable {
    /** Bits that a directory can tell apart; cursors have room for as many. */
    static final int DEPTH_MAX = 28;

    private static final int MERGED_PER_SLICE = 4;

    private final Slab slab;
    private final long seed;
    private long[] directory = new long[1];
    private int depth;
    /** Whether sparse segments may have been left as they were, and how far they are looked for. */
    private boolean mergesLeft;

    private long mergeAt;

    KeyTable(Slab slab, long seed) {
        this.slab = slab;
        this.seed = seed;
        directory[0] = Segment.create(slab, 0, 0);
    }

    private KeyTable(KeyTable other) {
        this.slab = other.slab;
        this.seed = other.seed;
        this.directory = other.directory;
        this.depth = other.depth;
    }

    long hashOf(long key, int keyLength) {
        return KeyHash.hash(key, keyLength, seed);
    }

    /** The segment that answers for a hash, or for a position among hashes. */
    long segment(long hash) {
        return directory[(int) (hash >>> 1 >>> (63 - depth))];
    }

    /** The address of the slot that leads to a key's entry, or 0. It is valid until the next change. */
    long slotOf(long hash, long key, int keyLength) {
        return Segment.find(segment(hash), hash, key, keyLength);
    }

    /** The address of the slot of the entry with this hash and version, or 0. */
    long slotOfVersion(long hash, long version) {
        return Segment.findVersion(segment(hash), hash, version);
    }

    /** The address of the slot that leads to this very entry, or 0 when there is none. */
    long slotOfEntry(long hash, long entry) {
        return Segment.findSlot(segment(hash), Segment.slotValue(hash, entry));
    }

    /** Adds an entry whose key is absent. */
    void insert(long hash, long entry) {
        long segment = segment(hash);
        while (Segment.isFull(segment)) {
            split(segment);
            segment = segment(hash);
        }
        Segment.insert(segment, Segment.slotValue(hash, entry));
    }

    /** Removes the entry in a slot. Segments are merged only while nobody reads an image of them. */
    void remove(long hash, long slot, boolean mayMerge) {
        long segment = segment(hash);
        Segment.remove(segment, slot);
        if (Segment.isSparse(segment)) {
            if (mayMerge) {
                var _ = merge(segment);
            } else {
                mergesLeft = true;
                mergeAt = 0;
            }
        }
    }

    /**
     * Goes on merging what fell sparse while images were read; nobody may read one now. False when
     * there was nothing to do.
     */
    boolean mergeSparse() {
        if (!mergesLeft) {
            return false;
        }
        for (int i = 0; i < MERGED_PER_SLICE && mergesLeft; i++) {
            long segment = segment(mergeAt);
            if (!Segment.isSparse(segment) || !merge(segment)) {
                mergeAt = Segment.end(segment);
                mergesLeft = mergeAt != 0;
            }
        }
        return true;
    }

    /** This table as it is, for reading only, to stay so when this one is {@linkplain #reset reset}. */
    KeyTable asItIs() {
        return new KeyTable(this);
    }

    /** Starts anew, after the slab's blocks were handed over as a whole. */
    void reset() {
        depth = 0;
        mergesLeft = false;
        mergeAt = 0;
        directory = new long[] {Segment.create(slab, 0, 0)};
    }

    int segments() {
        int segments = 0;
        long position = 0;
        do {
            segments++;
            position = Segment.end(segment(position));
        } while (position != 0);
        return segments;
    }

    private void split(long segment) {
        int local = Segment.depth(segment);
        if (local == DEPTH_MAX) {
            throw new IllegalStateException("the index cannot tell more keys apart");
        }
        if (local == depth) {
            growDirectory();
        }
        long start = Segment.start(segment);
        long middle = start | (1L << (63 - local));
        long left = Segment.create(slab, local + 1, start);
        long right = Segment.create(slab, local + 1, middle);
        Segment.copyMarks(segment, left);
        Segment.copyMarks(segment, right);
        for (int at = 0; at < Segment.SLOTS; at++) {
            long slot = Segment.slot(segment, at);
            if (slot != 0) {
                Segment.insert(prefixBit(slot, local) ? right : left, slot);
            }
        }
        point(left);
        point(right);
        slab.free(segment);
    }

    /** Goes on emptying pages that few segments are left in; false when there was nothing to do. */
    boolean emptyPages() {
        return slab.empty(this::move);
    }

    private void move(long block) {
        // Of a free block only the beginning was overwritten, so its start is some hash.
        if (segment(Segment.start(block)) == block) {
            point(Segment.moved(slab, block));
            slab.free(block);
        }
    }

    /** Makes a segment the one that answers for its hashes. */
    private void point(long segment) {
        int first = (int) (Segment.start(segment) >>> 1 >>> (63 - depth));
        Arrays.fill(directory, first, first + (1 << (depth - Segment.depth(segment))), segment);
    }

    /** A bit of an entry's hash, counted from the top; from the slot itself as far as it knows it. */
    private boolean prefixBit(long slot, int bit) {
        if (Segment.knowsPrefixBit(bit)) {
            return Segment.prefixBit(slot, bit);
        }
        long entry = Segment.entry(slot);
        return (hashOf(Entry.key(entry), Entry.keyLength(entry)) << bit) < 0;
    }

    private void growDirectory() {
        long[] grown = new long[directory.length * 2];
        for (int i = 0; i < grown.length; i++) {
            grown[i] = directory[i >>> 1];
        }
        directory = grown;
        depth++;
    }

    private boolean merge(long segment) {
        int local = Segment.depth(segment);
        if (local == 0) {
            return false;
        }
        long buddyStart = Segment.start(segment) ^ (1L << (64 - local));
        long buddy = segment(buddyStart);
        if (Segment.depth(buddy) != local || !Segment.isSparse(buddy)) {
            return false;
        }
        long start = Segment.start(segment) & buddyStart;
        long merged = Segment.create(slab, local - 1, start);
        Segment.insertAll(segment, merged);
        Segment.insertAll(buddy, merged);
        point(merged);
        slab.free(segment);
        slab.free(buddy);
        shrinkDirectory();
        return true;
    }

    private void shrinkDirectory() {
        while (depth > 0) {
            for (int i = 0; i < directory.length; i += 2) {
                if (directory[i] != directory[i + 1]) {
                    return;
                }
            }
            long[] shrunk = new long[directory.length / 2];
            for (int i = 0; i < shrunk.length; i++) {
                shrunk[i] = directory[2 * i];
            }
            directory = shrunk;
            depth--;
        }
    }
}
