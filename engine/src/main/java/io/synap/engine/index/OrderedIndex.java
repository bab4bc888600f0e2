package io.synap.engine.index;

import io.synap.engine.memory.Slab;

/**
 * Items in the order of (major, minor), two signed numbers, each with a payload: a B+ tree of 4 KiB nodes
 * off the heap. Confined to its shard's lock.
 *
 * <p>For what waits for a time, major is the deadline and minor tells apart what is due together. A pair
 * occurs at most once. An item is removed exactly when what it stands for changes, so the tree holds no
 * garbage.
 *
 * <p>An inner item's (major, minor) is a lower bound of its child, except for a node's first child, which
 * takes everything before the second. A node that falls under a third is merged with a neighbour if the
 * two fit well into one; a node that falls empty is freed.
 */
public final class OrderedIndex {
    private static final int MERGE_BELOW = OrderedNode.ITEMS_MAX / 3;
    private static final int MERGED_MAX = OrderedNode.ITEMS_MAX * 3 / 4;

    /** What {@link #seek} found. Confined to its owner; reused. */
    public static final class Item {
        public long major;
        public long minor;
        public long payload;
    }

    private final Slab slab;
    private long root;
    /** Levels above the leaves. */
    private int height;

    public OrderedIndex(Slab slab) {
        this.slab = slab;
    }

    public boolean isEmpty() {
        return root == 0;
    }

    /** The least major, or Long.MAX_VALUE when there is none. */
    public long firstMajor() {
        return root == 0 ? Long.MAX_VALUE : OrderedNode.major(firstLeaf(), 0);
    }

    /** The minor of the first item; there must be one. */
    public long firstMinor() {
        return OrderedNode.minor(firstLeaf(), 0);
    }

    /** The payload of the first item; there must be one. */
    public long firstPayload() {
        return OrderedNode.payload(firstLeaf(), 0);
    }

    /**
     * Adds an item.
     *
     * @throws IllegalStateException if there is one with these
     */
    public void insert(long major, long minor, long payload) {
        if (root == 0) {
            root = newNode();
        }
        long right = insert(root, height, major, minor, payload);
        if (right != 0) {
            long left = root;
            root = newNode();
            height++;
            OrderedNode.insert(root, 0, Long.MIN_VALUE, Long.MIN_VALUE, left);
            insertChild(root, 1, right);
        }
    }

    /** Removes an item; false if there was none. */
    public boolean remove(long major, long minor) {
        if (root == 0 || !remove(root, height, major, minor)) {
            return false;
        }
        while (height > 0 && OrderedNode.count(root) == 1) {
            long only = OrderedNode.payload(root, 0);
            slab.free(root);
            root = only;
            height--;
        }
        if (OrderedNode.count(root) == 0) {
            slab.free(root);
            root = 0;
        }
        return true;
    }

    /** Reads the first item that is not before (major, minor); false when there is none. */
    public boolean seek(long major, long minor, Item found) {
        return root != 0 && seek(root, height, major, minor, found);
    }

    private static boolean seek(long node, int level, long major, long minor, Item found) {
        int count = OrderedNode.count(node);
        if (level == 0) {
            int at = OrderedNode.lowerBound(node, major, minor);
            if (at == count) {
                return false;
            }
            found.major = OrderedNode.major(node, at);
            found.minor = OrderedNode.minor(node, at);
            found.payload = OrderedNode.payload(node, at);
            return true;
        }
        // Everything in the child may be before; then its successor begins with what is sought.
        for (int at = OrderedNode.childFor(node, major, minor); at < count; at++) {
            if (seek(OrderedNode.payload(node, at), level - 1, major, minor, found)) {
                return true;
            }
        }
        return false;
    }

    /** Removes at most so many items, the first; false when none is left. */
    public boolean drop(int most) {
        for (int i = 0; i < most && root != 0; i++) {
            var _ = remove(firstMajor(), firstMinor());
        }
        return root != 0;
    }

    /** Forgets every item, after the slab was emptied as a whole. */
    public void forget() {
        root = 0;
        height = 0;
    }

    private long firstLeaf() {
        long node = root;
        for (int level = height; level > 0; level--) {
            node = OrderedNode.payload(node, 0);
        }
        return node;
    }

    /** Returns the new right half when the node had to be split, else 0. */
    private long insert(long node, int level, long major, long minor, long payload) {
        if (level == 0) {
            int at = OrderedNode.lowerBound(node, major, minor);
            if (OrderedNode.isAt(node, at, major, minor)) {
                throw new IllegalStateException("two items with major " + major + " and minor " + minor);
            }
            return insertItem(node, at, major, minor, payload);
        }
        int at = OrderedNode.childFor(node, major, minor);
        long child = OrderedNode.payload(node, at);
        long right = insert(child, level - 1, major, minor, payload);
        return right == 0 ? 0 : insertChild(node, at + 1, right);
    }

    private long insertChild(long node, int at, long child) {
        return insertItem(node, at, OrderedNode.major(child, 0), OrderedNode.minor(child, 0), child);
    }

    private long insertItem(long node, int at, long major, long minor, long payload) {
        int count = OrderedNode.count(node);
        if (count < OrderedNode.ITEMS_MAX) {
            OrderedNode.insert(node, at, major, minor, payload);
            return 0;
        }
        // Items mostly come in rising order: then the left node stays nearly full.
        int kept = at == count ? count - count / 10 : count / 2;
        long right = newNode();
        OrderedNode.move(node, kept, right);
        if (at < kept) {
            OrderedNode.insert(node, at, major, minor, payload);
        } else {
            OrderedNode.insert(right, at - kept, major, minor, payload);
        }
        return right;
    }

    private boolean remove(long node, int level, long major, long minor) {
        if (level == 0) {
            int at = OrderedNode.lowerBound(node, major, minor);
            if (!OrderedNode.isAt(node, at, major, minor)) {
                return false;
            }
            OrderedNode.delete(node, at);
            return true;
        }
        int at = OrderedNode.childFor(node, major, minor);
        long child = OrderedNode.payload(node, at);
        if (!remove(child, level - 1, major, minor)) {
            return false;
        }
        if (OrderedNode.count(child) < MERGE_BELOW) {
            shrink(node, at, level - 1);
        }
        return true;
    }

    private void shrink(long parent, int at, int childLevel) {
        long child = OrderedNode.payload(parent, at);
        if (OrderedNode.count(child) == 0) {
            slab.free(child);
            OrderedNode.delete(parent, at);
        } else if (!mergeWithNext(parent, at, childLevel) && at > 0) {
            var _ = mergeWithNext(parent, at - 1, childLevel);
        }
    }

    private boolean mergeWithNext(long parent, int at, int childLevel) {
        if (at + 1 >= OrderedNode.count(parent)) {
            return false;
        }
        long left = OrderedNode.payload(parent, at);
        long right = OrderedNode.payload(parent, at + 1);
        if (OrderedNode.count(left) + OrderedNode.count(right) > MERGED_MAX) {
            return false;
        }
        if (childLevel > 0) {
            // The right node's first child loses its place as the first, so it needs its true bound.
            OrderedNode.put(
                    right,
                    0,
                    OrderedNode.major(parent, at + 1),
                    OrderedNode.minor(parent, at + 1),
                    OrderedNode.payload(right, 0));
        }
        OrderedNode.move(right, 0, left);
        slab.free(right);
        OrderedNode.delete(parent, at + 1);
        return true;
    }

    private long newNode() {
        long node = slab.allocate(OrderedNode.BYTES);
        OrderedNode.clear(node);
        return node;
    }
}
