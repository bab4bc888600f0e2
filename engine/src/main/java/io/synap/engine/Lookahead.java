package io.synap.engine;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;

/**
 * Brings into the processor's caches what the next few operations will touch. Confined to one thread.
 *
 * <p>A lookup waits for memory two or three times: for the slot, for the entry, for the value's end.
 * One after another that is most of what an operation costs. Several keys at once wait together, since
 * none of these reads depends on another key's. It changes nothing and promises nothing: a shard whose
 * lock is taken is left out, and what happens to a key meanwhile only makes the reading useless.
 *
 * <p>Source of the idea: Chen, Ailamaki, Gibbons, Mowry, "Improving hash join performance through
 * prefetching", 2004 (group prefetching).
 */
public final class Lookahead {
    /** Keys looked at together: somewhat more than the reads that a core keeps in flight. */
    public static final int KEYS_MAX = 16;

    private static final int LINE_BYTES = 64;

    /** The part of a value that is read ahead; the processor itself follows a longer one. */
    private static final int VALUE_BYTES_MAX = 256;

    private final Engine engine;
    private final int[] shards = new int[KEYS_MAX];
    private final long[] hashes = new long[KEYS_MAX];
    private final long[] addresses = new long[KEYS_MAX];
    private int count;
    /** Makes the reads count as used, so that the compiler keeps them. */
    @SuppressWarnings("unused")
    private long used;

    public Lookahead(Engine engine) {
        this.engine = engine;
    }

    /** Notes a key; at most {@link #KEYS_MAX} before the next {@link #load}. */
    public void add(long key, int keyLength) {
        int index = Slots.shardOf(key, keyLength);
        shards[count] = index;
        hashes[count] = engine.shard(index).hashOf(key, keyLength);
        count++;
    }

    /** Forgets the noted keys. */
    public void clear() {
        count = 0;
    }

    /** Reads what belongs to the noted keys, and forgets them. */
    public void load() {
        long locked = tryLock();
        try {
            long sum = loadSlots(locked);
            sum += loadEntries();
            used = sum + loadValues();
        } finally {
            unlock(locked);
            count = 0;
        }
    }

    private long tryLock() {
        long locked = 0;
        for (int i = 0; i < count; i++) {
            long bit = 1L << shards[i];
            if ((locked & bit) == 0 && engine.shard(shards[i]).tryLock()) {
                locked |= bit;
            }
        }
        return locked;
    }

    private void unlock(long locked) {
        for (long rest = locked; rest != 0; rest &= rest - 1) {
            engine.shard(Long.numberOfTrailingZeros(rest)).unlock();
        }
    }

    private long loadSlots(long locked) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            addresses[i] = 0;
            if ((locked & (1L << shards[i])) != 0) {
                long segment = engine.shard(shards[i]).segment(hashes[i]);
                addresses[i] = segment;
                sum += Segment.homeSlot(segment, hashes[i]);
            }
        }
        return sum;
    }

    private long loadEntries() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long entry = addresses[i] == 0 ? 0 : Segment.findTag(addresses[i], hashes[i]);
            addresses[i] = entry;
            sum += entry == 0 ? 0 : Memory.getLong(entry);
        }
        return sum;
    }

    private long loadValues() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long entry = addresses[i];
            if (entry != 0 && !Entry.isLarge(entry)) {
                long last = Entry.value(entry) + Math.min(Entry.valueLength(entry), VALUE_BYTES_MAX) - 1;
                for (long at = (entry | (LINE_BYTES - 1)) + 1; at <= last; at += LINE_BYTES) {
                    sum += Memory.getByte(at);
                }
            }
        }
        return sum;
    }
}
