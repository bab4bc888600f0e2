package io.synap.engine.index;

import io.synap.protocol.memory.Memory;

/**
 * A node of the tree: up to 169 items in order. Stateless flyweight over the node's address.
 *
 * <pre>
 *  0  i32  item count
 * 16  items: i64 major, i64 minor, i64 payload (in an inner node, the child's address)
 * </pre>
 */
final class OrderedNode {
    static final int BYTES = 4080;
    static final int ITEMS_MAX = 169;
    private static final int HEADER_BYTES = 16;
    private static final int ITEM_BYTES = 24;

    private OrderedNode() {}

    static int count(long node) {
        return Memory.getInt(node);
    }

    static void clear(long node) {
        Memory.putInt(node, 0);
    }

    static long major(long node, int at) {
        return Memory.getLong(item(node, at));
    }

    static long minor(long node, int at) {
        return Memory.getLong(item(node, at) + 8);
    }

    static long payload(long node, int at) {
        return Memory.getLong(item(node, at) + 16);
    }

    static boolean isAt(long node, int at, long major, long minor) {
        return at < count(node) && major(node, at) == major && minor(node, at) == minor;
    }

    /** The first place whose item is not before the given one. */
    static int lowerBound(long node, long major, long minor) {
        int low = 0;
        int high = count(node);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBefore(node, middle, major, minor)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The place of the child that covers the given item; the first child has no lower bound. */
    static int childFor(long node, long major, long minor) {
        int at = lowerBound(node, major, minor);
        return isAt(node, at, major, minor) || at == 0 ? at : at - 1;
    }

    static void insert(long node, int at, long major, long minor, long payload) {
        int count = count(node);
        long item = item(node, at);
        Memory.copy(item, item + ITEM_BYTES, (long) (count - at) * ITEM_BYTES);
        put(node, at, major, minor, payload);
        Memory.putInt(node, count + 1);
    }

    static void put(long node, int at, long major, long minor, long payload) {
        long item = item(node, at);
        Memory.putLong(item, major);
        Memory.putLong(item + 8, minor);
        Memory.putLong(item + 16, payload);
    }

    static void delete(long node, int at) {
        int count = count(node) - 1;
        long item = item(node, at);
        Memory.copy(item + ITEM_BYTES, item, (long) (count - at) * ITEM_BYTES);
        Memory.putInt(node, count);
    }

    /** Moves the items from a place on to the end of another node. */
    static void move(long node, int from, long target) {
        int moved = count(node) - from;
        int there = count(target);
        Memory.copy(item(node, from), item(target, there), (long) moved * ITEM_BYTES);
        Memory.putInt(target, there + moved);
        Memory.putInt(node, from);
    }

    private static boolean isBefore(long node, int at, long major, long minor) {
        long that = major(node, at);
        return that < major || (that == major && minor(node, at) < minor);
    }

    private static long item(long node, int at) {
        return node + HEADER_BYTES + (long) at * ITEM_BYTES;
    }
}
