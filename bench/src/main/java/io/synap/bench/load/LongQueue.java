package io.synap.bench.load;

import java.util.Arrays;

/** Confined to one thread. First in, first out, of longs; grows by doubling and makes no objects otherwise. */
final class LongQueue {
    private long[] items = new long[1024];
    private int head;
    private int size;

    void add(long item) {
        if (size == items.length) {
            grow();
        }
        items[(head + size) & (items.length - 1)] = item;
        size++;
    }

    long remove() {
        long item = items[head];
        head = (head + 1) & (items.length - 1);
        size--;
        return item;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = Arrays.copyOf(items, items.length * 2);
        // the part that had wrapped around goes behind the part that had not
        System.arraycopy(items, 0, larger, items.length, head);
        items = larger;
    }
}
