package io.synap.engine;

import io.synap.engine.index.OrderedIndex;
import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.PagePool;
import io.synap.engine.memory.Slab;
import io.synap.protocol.memory.Memory;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A shard's keys: entries, index, deadlines and counts, always in step. Confined to its shard's lock,
 * except the tallies.
 *
 * <p>Every change passes {@link #store}, {@link #remove} or {@link #clear}, and each of them first lets
 * the images in progress save what they have not read yet.
 */
final class KeySpace {
    private static final int BURIALS_PER_TIDY = 16;
    private static final int PIECES_ADDRESS_BYTES = 8;

    final Tally keyCount = new Tally();
    final Tally expiringKeyCount = new Tally();
    final Tally usedBytes = new Tally();
    final KeyTable table;
    final OrderedIndex deadlines;
    final LargeValues largeValues;
    final AccessClock accessClock;
    final Images images = new Images();

    private final Slab entries;
    private final Slab segments;
    private final Slab timers;
    /** What is not yet freed of what was removed as a whole. */
    private final Queue<Retired> retired = new ArrayDeque<>();

    KeySpace(PagePool pool, long hashSeed, AccessClock accessClock) {
        this.entries = new Slab(pool);
        this.segments = new Slab(pool);
        this.timers = new Slab(pool);
        this.largeValues = new LargeValues(pool);
        this.table = new KeyTable(segments, hashSeed);
        this.deadlines = new OrderedIndex(timers);
        this.accessClock = accessClock;
    }

    static long entryAt(long slot) {
        return Segment.entry(Memory.getLong(slot));
    }

    /** Physical bytes of blocks, without the pieces of large values. */
    long slabBytes() {
        long bytes = entries.pageBytes() + segments.pageBytes() + timers.pageBytes() + largeValues.slabBytes();
        for (Retired old : retired) {
            bytes += old.slabBytes();
        }
        return bytes;
    }

    /**
     * Gives a key a value, a deadline (0 none) and a version, and returns its entry. The slot is the
     * key's, or 0 when it has none; the key's address may be within its present entry.
     */
    long store(long hash, long slot, long key, int keyLength, long version, long deadline, Content content, long now) {
        images.beforeChange(table, hash);
        if (!retired.isEmpty()) {
            // So that filling and flushing again and again takes no more memory each time.
            var _ = freeRetired();
        }
        int access;
        if (slot == 0) {
            access = accessClock.created(now);
        } else {
            long old = entryAt(slot);
            access = accessClock.used(Entry.access(old), now);
            forget(old);
            if (storeInPlace(old, keyLength, version, deadline, content, access)) {
                return remember(hash, old);
            }
        }
        long entry = build(key, keyLength, version, deadline, content, access);
        if (slot == 0) {
            table.insert(hash, entry);
        } else {
            long old = entryAt(slot);
            Memory.putLong(slot, Segment.slotValue(hash, entry));
            if (content.keepsLarge()) {
                entries.free(old);
            } else {
                free(old);
            }
        }
        return remember(hash, entry);
    }

    /** Removes the entry in a slot. */
    void remove(long hash, long slot) {
        images.beforeChange(table, hash);
        long entry = entryAt(slot);
        forget(entry);
        table.remove(hash, slot, images.isEmpty());
        free(entry);
    }

    /** Removes everything, by setting it aside: images go on reading it, then it is freed in slices. */
    void clear() {
        List<Slab> slabs = List.of(entries.takeAll(), segments.takeAll(), timers.takeAll());
        Retired old = new Retired(table.asItIs(), largeValues, slabs);
        images.retire(old, usedBytes.get());
        retired.add(old);
        deadlines.forget();
        table.reset();
        keyCount.reset();
        expiringKeyCount.reset();
        usedBytes.reset();
    }

    /**
     * Housekeeping in a small slice: frees dead values, and moves a few entries out of pages that few
     * are left in. Nothing of the state changes but where it is. True if there is more to do.
     */
    boolean tidy() {
        boolean more = freeRetired();
        more |= largeValues.bury(BURIALS_PER_TIDY);
        more |= entries.empty(this::move);
        more |= images.isEmpty() && table.mergeSparse();
        more |= table.emptyPages();
        return more;
    }

    /** True if there is more to free now. */
    private boolean freeRetired() {
        for (int i = retired.size(); i > 0; i--) {
            Retired oldest = retired.remove();
            if (oldest.isRead()) {
                retired.add(oldest);
            } else if (oldest.freeSlice()) {
                retired.add(oldest);
                return true;
            }
        }
        return false;
    }

    /** Only the index knows where entries are, and whether a block holds one. */
    private void move(long block) {
        // A free block begins with an address, whose upper 16 bits are 0: it reads as an empty key.
        int keyLength = Entry.keyLength(block);
        long hash = table.hashOf(Entry.key(block), keyLength);
        long slot = table.slotOfEntry(hash, block);
        if (slot == 0) {
            return;
        }
        int content = Entry.isLarge(block) ? PIECES_ADDRESS_BYTES : Entry.valueLength(block);
        int bytes = Entry.blockBytes(keyLength, Entry.hasDeadline(block), content);
        long entry = entries.allocate(bytes);
        Memory.copy(block, entry, bytes);
        Memory.putLong(slot, Segment.slotValue(hash, entry));
        entries.free(block);
    }

    /** A 64-bit sum over all entries, whatever their order. */
    long digest() {
        long sum = 0;
        long position = 0;
        do {
            long segment = table.segment(position);
            for (int at = 0; at < Segment.SLOTS; at++) {
                long slot = Segment.slot(segment, at);
                sum += slot == 0 ? 0 : Entry.digest(Segment.entry(slot));
            }
            position = Segment.end(segment);
        } while (position != 0);
        return sum;
    }

    private boolean storeInPlace(long entry, int keyLength, long version, long deadline, Content content, int access) {
        int total = content.total();
        boolean large = Entry.isLarge(entry);
        boolean expires = deadline != 0;
        if (expires != Entry.hasDeadline(entry) || large != isLarge(total)) {
            return false;
        }
        if (content.keepsLarge()) {
            Entry.putHeader(entry, version, keyLength, deadline, true, total, access);
            return true;
        }
        if (large) {
            long value = Entry.pieces(entry);
            if (content.base == 0 || !largeValues.isUnshared(value)) {
                return false;
            }
            if (total > content.baseLength()) {
                value = largeValues.lengthen(value, total);
                Entry.setPieces(entry, value);
            }
            fillGap(value, content);
            LargeValues.write(value, content.at, content.length, content.source);
        } else {
            int bytes = Entry.blockBytes(keyLength, expires, total);
            if (!Slab.fits(entry, bytes)) {
                return false;
            }
            long value = Entry.value(entry);
            int gap = content.at - content.baseLength();
            if (gap > 0) {
                Memory.fill(value + content.baseLength(), gap, (byte) 0);
            }
            Memory.copy(content.source, value + content.at, content.length);
        }
        Entry.putHeader(entry, version, keyLength, deadline, large, total, access);
        return true;
    }

    private long build(long key, int keyLength, long version, long deadline, Content content, int access) {
        int total = content.total();
        boolean large = isLarge(total);
        long entry = entries.allocate(Entry.blockBytes(keyLength, deadline != 0, large ? 8 : total));
        Entry.putHeader(entry, version, keyLength, deadline, large, total, access);
        Memory.copy(key, Entry.key(entry), keyLength);
        if (large) {
            boolean moved = content.keepsLarge();
            Entry.setPieces(entry, moved ? Entry.pieces(content.base) : buildPieces(total, content));
            return entry;
        }
        long value = Entry.value(entry);
        int kept = content.baseLength();
        if (kept > 0) {
            Entry.copyValue(content.base, 0, kept, value);
        }
        if (content.at > kept) {
            Memory.fill(value + kept, content.at - kept, (byte) 0);
        }
        Memory.copy(content.source, value + content.at, content.length);
        return entry;
    }

    private long buildPieces(int total, Content content) {
        long value = largeValues.create(total);
        int kept = content.baseLength();
        if (kept > 0) {
            if (Entry.isLarge(content.base)) {
                LargeValues.copyBetween(Entry.pieces(content.base), value, kept);
            } else {
                LargeValues.write(value, 0, kept, Entry.value(content.base));
            }
        }
        fillGap(value, content);
        LargeValues.write(value, content.at, content.length, content.source);
        return value;
    }

    private static void fillGap(long value, Content content) {
        int kept = content.baseLength();
        if (content.at > kept) {
            LargeValues.zero(value, kept, content.at - kept);
        }
    }

    private static boolean isLarge(int valueLength) {
        return valueLength > Entry.INLINE_VALUE_BYTES_MAX;
    }

    private long remember(long hash, long entry) {
        keyCount.add(1);
        usedBytes.add(Entry.bytes(entry));
        if (Entry.hasDeadline(entry)) {
            expiringKeyCount.add(1);
            deadlines.insert(Entry.deadline(entry), Entry.version(entry), hash);
        }
        return entry;
    }

    private void forget(long entry) {
        keyCount.add(-1);
        usedBytes.add(-Entry.bytes(entry));
        if (Entry.hasDeadline(entry)) {
            expiringKeyCount.add(-1);
            if (!deadlines.remove(Entry.deadline(entry), Entry.version(entry))) {
                throw new IllegalStateException("a key with a deadline is not among the deadlines");
            }
        }
    }

    private void free(long entry) {
        if (Entry.isLarge(entry)) {
            largeValues.disown(Entry.pieces(entry));
        }
        entries.free(entry);
    }
}
