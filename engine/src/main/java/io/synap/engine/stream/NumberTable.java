package io.synap.engine.stream;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Things by small numbers of our own, which are used again. Confined to its shard's lock. */
final class NumberTable<T> {
    private @Nullable Object[] things = new Object[16];
    private int end;
    private int[] free = new int[16];
    private int freeCount;

    /** The number for the next thing. */
    int next() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (end == things.length) {
            things = Arrays.copyOf(things, 2 * end);
        }
        return end++;
    }

    void put(int number, T thing) {
        things[number] = thing;
    }

    /** Null when there is none. */
    @SuppressWarnings("unchecked") // Only put fills it.
    @Nullable
    T get(long number) {
        return number < 0 || number >= end ? null : (T) things[(int) number];
    }

    void remove(int number) {
        things[number] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = number;
    }

    void clear() {
        things = new Object[16];
        end = 0;
        freeCount = 0;
    }
}
