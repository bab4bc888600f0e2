package io.synap.server.resp;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.resp.RespText;
import org.jspecify.annotations.Nullable;

/**
 * From short ASCII names, whatever their case, to what they stand for, without making strings. Confined
 * to its owner; read-only once filled.
 */
final class NameTable<T> {
    private static final int NAME_BYTES_MAX = 16;
    private static final int SLOTS = 512;
    private final long[] words = new long[SLOTS * 2];
    private final @Nullable Object[] values = new @Nullable Object[SLOTS];
    private int count;

    /** Adds a name in upper case, of 1 to 16 letters. */
    void put(String name, T value) {
        if (name.isEmpty() || name.length() > NAME_BYTES_MAX || ++count > SLOTS / 2) {
            throw new IllegalArgumentException("cannot take the name " + name);
        }
        long first = word(name, 0);
        long second = word(name, 8);
        int slot = slot(first, second);
        while (values[slot] != null) {
            slot = slot + 1 & SLOTS - 1;
        }
        words[2 * slot] = first;
        words[2 * slot + 1] = second;
        values[slot] = value;
    }

    /** What a name in native memory stands for, or null. */
    @Nullable
    T get(long address, int length) {
        // A zero byte at the end would vanish in the words.
        if (length == 0 || length > NAME_BYTES_MAX || Memory.getByte(address + length - 1) == 0) {
            return null;
        }
        long first = word(address, Math.min(length, 8));
        long second = length > 8 ? word(address + 8, length - 8) : 0;
        return get(first, second);
    }

    /** What a name in upper case stands for, or null. */
    @Nullable
    T get(String name) {
        return get(word(name, 0), word(name, 8));
    }

    @SuppressWarnings("unchecked")
    private @Nullable T get(long first, long second) {
        int slot = slot(first, second);
        while (values[slot] != null) {
            if (words[2 * slot] == first && words[2 * slot + 1] == second) {
                return (T) values[slot];
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return null;
    }

    private static long word(long address, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (long) RespText.upper(Memory.getByte(address + i)) << (8 * i);
        }
        return word;
    }

    private static long word(String name, int from) {
        long word = 0;
        for (int i = from; i < Math.min(name.length(), from + 8); i++) {
            word |= (long) name.charAt(i) << (8 * (i - from));
        }
        return word;
    }

    private static int slot(long first, long second) {
        long mixed = (first ^ second * 31) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 55);
    }
}
