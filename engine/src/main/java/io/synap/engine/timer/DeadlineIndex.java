package io.synap.engine.timer;

import io.synap.engine.memory.Slab;

/**
 * Items in the order of (deadline, sequence), each with a payload that leads to what is due: a B+ tree
 * of 4 KiB nodes off the heap. Confined to its shard's lock.
 *
 * <p>An item is removed exactly when what it stands for changes, so the tree holds no garbage. A pair
 * (deadline, sequence) occurs at most once: a shard's sequence stamps one thing at a time.
 *
 * <p>An inner item's (deadline, sequence) is a lower bound of its child, except for a node's first
 * child, which takes everything before the second. A node that falls under a third is merged with a
 * neighbour if the two fit well into one; a node that falls empty is freed.
 */
public final class DeadlineIndex {
    private static final int MERGE_BELOW = DeadlineNode.ITEMS_MAX / 3;
    private static final int MERGED_MAX = DeadlineNode.ITEMS_MAX * 3 / 4;

    private final Slab slab;
    private long root;
    /** Levels above the leaves. */
    private int height;

    public DeadlineIndex(Slab slab) {
        this.slab = slab;
    }

    public boolean isEmpty() {
        return root == 0;
    }

    /** The earliest deadline, or Long.MAX_VALUE when there is none. */
    public long firstDeadline() {
        return root == 0 ? Long.MAX_VALUE : DeadlineNode.deadline(firstLeaf(), 0);
    }

    /** The sequence of the earliest item; there must be one. */
    public long firstSequence() {
        return DeadlineNode.sequence(firstLeaf(), 0);
    }

    /** The payload of the earliest item; there must be one. */
    public long firstPayload() {
        return DeadlineNode.payload(firstLeaf(), 0);
    }

    /**
     * Adds an item.
     *
     * @throws IllegalStateException if there is one with this deadline and sequence
     */
    public void insert(long deadline, long sequence, long payload) {
        if (root == 0) {
            root = newNode();
        }
        long right = insert(root, height, deadline, sequence, payload);
        if (right != 0) {
            long left = root;
            root = newNode();
            height++;
            DeadlineNode.insert(root, 0, Long.MIN_VALUE, Long.MIN_VALUE, left);
            insertChild(root, 1, right);
        }
    }

    /** Removes an item; false if there was none. */
    public boolean remove(long deadline, long sequence) {
        if (root == 0 || !remove(root, height, deadline, sequence)) {
            return false;
        }
        while (height > 0 && DeadlineNode.count(root) == 1) {
            long only = DeadlineNode.payload(root, 0);
            slab.free(root);
            root = only;
            height--;
        }
        if (DeadlineNode.count(root) == 0) {
            slab.free(root);
            root = 0;
        }
        return true;
    }

    /** Forgets every item, after the slab was emptied as a whole. */
    public void forget() {
        root = 0;
        height = 0;
    }

    private long firstLeaf() {
        long node = root;
        for (int level = height; level > 0; level--) {
            node = DeadlineNode.payload(node, 0);
        }
        return node;
    }

    /** Returns the new right half when the node had to be split, else 0. */
    private long insert(long node, int level, long deadline, long sequence, long payload) {
        if (level == 0) {
            int at = DeadlineNode.lowerBound(node, deadline, sequence);
            if (DeadlineNode.isAt(node, at, deadline, sequence)) {
                throw new IllegalStateException("two items with deadline " + deadline + " and sequence " + sequence);
            }
            return insertItem(node, at, deadline, sequence, payload);
        }
        int at = DeadlineNode.childFor(node, deadline, sequence);
        long child = DeadlineNode.payload(node, at);
        long right = insert(child, level - 1, deadline, sequence, payload);
        return right == 0 ? 0 : insertChild(node, at + 1, right);
    }

    private long insertChild(long node, int at, long child) {
        return insertItem(node, at, DeadlineNode.deadline(child, 0), DeadlineNode.sequence(child, 0), child);
    }

    private long insertItem(long node, int at, long deadline, long sequence, long payload) {
        int count = DeadlineNode.count(node);
        if (count < DeadlineNode.ITEMS_MAX) {
            DeadlineNode.insert(node, at, deadline, sequence, payload);
            return 0;
        }
        // Deadlines mostly come in rising order: then the left node stays nearly full.
        int kept = at == count ? count - count / 10 : count / 2;
        long right = newNode();
        DeadlineNode.move(node, kept, right);
        if (at < kept) {
            DeadlineNode.insert(node, at, deadline, sequence, payload);
        } else {
            DeadlineNode.insert(right, at - kept, deadline, sequence, payload);
        }
        return right;
    }

    private boolean remove(long node, int level, long deadline, long sequence) {
        if (level == 0) {
            int at = DeadlineNode.lowerBound(node, deadline, sequence);
            if (!DeadlineNode.isAt(node, at, deadline, sequence)) {
                return false;
            }
            DeadlineNode.delete(node, at);
            return true;
        }
        int at = DeadlineNode.childFor(node, deadline, sequence);
        long child = DeadlineNode.payload(node, at);
        if (!remove(child, level - 1, deadline, sequence)) {
            return false;
        }
        if (DeadlineNode.count(child) < MERGE_BELOW) {
            shrink(node, at, level - 1);
        }
        return true;
    }

    private void shrink(long parent, int at, int childLevel) {
        long child = DeadlineNode.payload(parent, at);
        if (DeadlineNode.count(child) == 0) {
            slab.free(child);
            DeadlineNode.delete(parent, at);
        } else if (!mergeWithNext(parent, at, childLevel) && at > 0) {
            var _ = mergeWithNext(parent, at - 1, childLevel);
        }
    }

    private boolean mergeWithNext(long parent, int at, int childLevel) {
        if (at + 1 >= DeadlineNode.count(parent)) {
            return false;
        }
        long left = DeadlineNode.payload(parent, at);
        long right = DeadlineNode.payload(parent, at + 1);
        if (DeadlineNode.count(left) + DeadlineNode.count(right) > MERGED_MAX) {
            return false;
        }
        if (childLevel > 0) {
            // The right node's first child loses its place as the first, so it needs its true bound.
            DeadlineNode.put(
                    right,
                    0,
                    DeadlineNode.deadline(parent, at + 1),
                    DeadlineNode.sequence(parent, at + 1),
                    DeadlineNode.payload(right, 0));
        }
        DeadlineNode.move(right, 0, left);
        slab.free(right);
        DeadlineNode.delete(parent, at + 1);
        return true;
    }

    private long newNode() {
        long node = slab.allocate(DeadlineNode.BYTES);
        DeadlineNode.clear(node);
        return node;
    }
}
