package io.synap.engine.index;

import io.synap.engine.memory.KeyHash;
import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A few thousand things by name: found by the name's bytes in native memory without an allocation, and
 * listed in the order of names. Confined to its shard's lock.
 */
public final class NameTable<T extends Named> {
    private static final int SLOTS_MIN = 16;

    private final long seed;
    private final TreeMap<byte[], T> sorted = new TreeMap<>(Arrays::compareUnsigned);
    /** Linear probing, at most half full; a slot's hash is beside it. */
    private @Nullable Named[] slots = new Named[SLOTS_MIN];

    private long[] hashes = new long[SLOTS_MIN];

    /** The seed must be unknown to whoever chooses names. */
    public NameTable(long seed) {
        this.seed = seed;
    }

    public int size() {
        return sorted.size();
    }

    /** Finds by name, null if there is none. */
    @SuppressWarnings("unchecked") // Only add fills slots.
    public @Nullable T find(long name, int length) {
        long hash = KeyHash.hash(name, length, seed);
        int mask = slots.length - 1;
        for (int at = (int) hash & mask; ; at = (at + 1) & mask) {
            Named there = slots[at];
            if (there == null) {
                return null;
            }
            if (hashes[at] == hash && Memory.same(name, length, there.name())) {
                return (T) there;
            }
        }
    }

    /** As {@link #find(long, int)}, for a name on the heap; slower. */
    public @Nullable T find(byte[] name) {
        return sorted.get(name);
    }

    /** Adds what has a name that is not there. */
    public void add(T named) {
        sorted.put(named.name(), named);
        if (2 * sorted.size() > slots.length) {
            grow();
        }
        place(hashOf(named), named);
    }

    /** Removes what is there, by the same name. */
    public void remove(T named) {
        sorted.remove(named.name());
        int mask = slots.length - 1;
        int hole = (int) hashOf(named) & mask;
        while (!named.equals(slots[hole])) {
            hole = (hole + 1) & mask;
        }
        int at = hole;
        while (true) {
            at = (at + 1) & mask;
            Named next = slots[at];
            if (next == null) {
                break;
            }
            // What would not be found behind the hole any more moves into it.
            if (((at - (int) hashes[at]) & mask) >= ((at - hole) & mask)) {
                slots[hole] = next;
                hashes[hole] = hashes[at];
                hole = at;
            }
        }
        slots[hole] = null;
    }

    public void clear() {
        sorted.clear();
        slots = new Named[SLOTS_MIN];
        hashes = new long[SLOTS_MIN];
    }

    private long hashOf(Named named) {
        byte[] name = named.name();
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, name.length)).address();
            Memory.copy(name, 0, address, name.length);
            return KeyHash.hash(address, name.length, seed);
        }
    }

    private void grow() {
        @Nullable Named[] before = slots;
        long[] beforeHashes = hashes;
        slots = new Named[2 * before.length];
        hashes = new long[2 * before.length];
        for (int i = 0; i < before.length; i++) {
            Named named = before[i];
            if (named != null) {
                place(beforeHashes[i], named);
            }
        }
    }

    private void place(long hash, Named named) {
        int mask = slots.length - 1;
        int at = (int) hash & mask;
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        slots[at] = named;
        hashes[at] = hash;
    }

    /** All, in the unsigned order of their names. */
    public Iterable<T> all() {
        return sorted.values();
    }

    /** Those behind a name, in the unsigned order of names; null for all. */
    public Iterable<T> after(byte @Nullable [] name) {
        return name == null ? sorted.values() : sorted.tailMap(name, false).values();
    }
}
