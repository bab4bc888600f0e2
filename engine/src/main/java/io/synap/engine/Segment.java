package io.synap.engine;

import io.synap.engine.memory.Slab;
import io.synap.protocol.memory.Memory;

/**
 * A segment of the index: 1014 slots with linear probing. Stateless flyweight over the segment's
 * address; confined to its shard's lock.
 *
 * <pre>
 *  0  i32  depth: how many leading bits all hashes here share
 *  4  i32  entries
 *  8  i64  start: the smallest hash that belongs here
 * 16  4 × i64  marks of the images that have saved this segment
 * 64  slots of 8 bytes, 0 when empty:
 *       bits 63-54  bits 6-15 of the hash, counted from the top
 *       bits 53-44  the lowest 10 bits of the hash, from which the home slot follows
 *       bits 43-0   the entry's address / 16
 * </pre>
 *
 * The home slot follows from bits kept in the slot and does not depend on the segment's depth: so
 * deleting, splitting and merging need not touch entries, and a scan's position survives them.
 */
final class Segment {
    static final int SLOTS = 1014;
    static final int MARKS = 4;

    private static final int BYTES = 8176;
    private static final int HEADER_BYTES = 64;
    private static final int MARKS_AT = 16;
    private static final int ENTRIES_MAX = 882;
    private static final int SPARSE_BELOW = 160;

    private static final int ADDRESS_BITS = 44;
    private static final long ADDRESS_MASK = (1L << ADDRESS_BITS) - 1;
    private static final int HOME_BITS = 10;
    private static final int HOME_MASK = (1 << HOME_BITS) - 1;
    private static final int PREFIX_FIRST = 6;
    private static final int PREFIX_BITS = 10;

    private Segment() {}

    static long create(Slab slab, int depth, long start) {
        long segment = slab.allocate(BYTES);
        Memory.fill(segment, BYTES, (byte) 0);
        Memory.putInt(segment, depth);
        Memory.putLong(segment + 8, start);
        return segment;
    }

    static int depth(long segment) {
        return Memory.getInt(segment);
    }

    static int count(long segment) {
        return Memory.getInt(segment + 4);
    }

    static long start(long segment) {
        return Memory.getLong(segment + 8);
    }

    /** The smallest hash behind this segment; 0 when there is none. */
    static long end(long segment) {
        int depth = depth(segment);
        return depth == 0 ? 0 : start(segment) + (1L << (64 - depth));
    }

    static boolean isFull(long segment) {
        return count(segment) >= ENTRIES_MAX;
    }

    static boolean isSparse(long segment) {
        return count(segment) < SPARSE_BELOW;
    }

    static long mark(long segment, int which) {
        return Memory.getLong(segment + MARKS_AT + 8L * which);
    }

    static void setMark(long segment, int which, long mark) {
        Memory.putLong(segment + MARKS_AT + 8L * which, mark);
    }

    static void copyMarks(long source, long target) {
        Memory.copy(source + MARKS_AT, target + MARKS_AT, 8L * MARKS);
    }

    static long slot(long segment, int at) {
        return Memory.getLong(address(segment, at));
    }

    static long slotValue(long hash, long entry) {
        return tag(hash) | entry >>> 4;
    }

    /** The entry that a slot leads to. */
    static long entry(long slot) {
        return (slot & ADDRESS_MASK) << 4;
    }

    /** The place where the search for a slot's key begins. */
    static int home(long slot) {
        return ((int) ((slot >>> ADDRESS_BITS) & HOME_MASK) * SLOTS) >>> HOME_BITS;
    }

    static boolean knowsPrefixBit(int bit) {
        return bit >= PREFIX_FIRST && bit < PREFIX_FIRST + PREFIX_BITS;
    }

    static boolean prefixBit(long slot, int bit) {
        return slot << (bit - PREFIX_FIRST) < 0;
    }

    static long find(long segment, long hash, long key, int keyLength) {
        long tag = tag(hash);
        int at = home(tag);
        while (true) {
            long slot = slot(segment, at);
            if (slot == 0) {
                return 0;
            }
            if ((slot & ~ADDRESS_MASK) == tag && Entry.hasKey(entry(slot), key, keyLength)) {
                return address(segment, at);
            }
            at = next(at);
        }
    }

    /** The slot where the search for a hash begins. */
    static long homeSlot(long segment, long hash) {
        return slot(segment, home(tag(hash)));
    }

    /** The first entry whose slot looks like that of a hash, or 0; most often it is the one. */
    static long findTag(long segment, long hash) {
        long tag = tag(hash);
        int at = home(tag);
        while (true) {
            long slot = slot(segment, at);
            if (slot == 0) {
                return 0;
            }
            if ((slot & ~ADDRESS_MASK) == tag) {
                return entry(slot);
            }
            at = next(at);
        }
    }

    static long findVersion(long segment, long hash, long version) {
        long tag = tag(hash);
        int at = home(tag);
        while (true) {
            long slot = slot(segment, at);
            if (slot == 0) {
                return 0;
            }
            if ((slot & ~ADDRESS_MASK) == tag && Entry.version(entry(slot)) == version) {
                return address(segment, at);
            }
            at = next(at);
        }
    }

    /** The address of the slot with exactly this content, or 0. */
    static long findSlot(long segment, long wanted) {
        int at = home(wanted);
        while (true) {
            long slot = slot(segment, at);
            if (slot == wanted) {
                return address(segment, at);
            }
            if (slot == 0) {
                return 0;
            }
            at = next(at);
        }
    }

    /** Moves a segment as it is. */
    static long moved(Slab slab, long segment) {
        long copy = slab.allocate(BYTES);
        Memory.copy(segment, copy, BYTES);
        return copy;
    }

    static void insert(long segment, long slot) {
        int at = home(slot);
        while (slot(segment, at) != 0) {
            at = next(at);
        }
        Memory.putLong(address(segment, at), slot);
        Memory.putInt(segment + 4, count(segment) + 1);
    }

    static void insertAll(long source, long target) {
        for (int at = 0; at < SLOTS; at++) {
            long slot = slot(source, at);
            if (slot != 0) {
                insert(target, slot);
            }
        }
    }

    /** Empties a slot and moves those behind it up that may stand nearer to their home. */
    static void remove(long segment, long slotAddress) {
        int hole = (int) ((slotAddress - segment - HEADER_BYTES) >>> 3);
        int at = next(hole);
        for (long slot = slot(segment, at); slot != 0; slot = slot(segment, at)) {
            if (distance(home(slot), at) >= distance(hole, at)) {
                Memory.putLong(address(segment, hole), slot);
                hole = at;
            }
            at = next(at);
        }
        Memory.putLong(address(segment, hole), 0);
        Memory.putInt(segment + 4, count(segment) - 1);
    }

    static int next(int at) {
        return at + 1 == SLOTS ? 0 : at + 1;
    }

    private static int distance(int from, int to) {
        return to >= from ? to - from : to - from + SLOTS;
    }

    private static long tag(long hash) {
        long prefix = hash << PREFIX_FIRST >>> (64 - PREFIX_BITS);
        return (prefix << HOME_BITS | (hash & HOME_MASK)) << ADDRESS_BITS;
    }

    private static long address(long segment, int at) {
        return segment + HEADER_BYTES + ((long) at << 3);
    }
}
