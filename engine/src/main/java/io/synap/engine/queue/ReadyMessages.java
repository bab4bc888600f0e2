package io.synap.engine.queue;

import io.synap.engine.index.OrderedIndex;
import io.synap.engine.index.PagedIndex;
import io.synap.engine.memory.Slab;

/**
 * The messages that can be received, by priority and in each by id. Confined to its shard's lock.
 *
 * <p>For each priority a list through the messages themselves, in the order of ids: what is published goes
 * to its end, what comes back first to its beginning. What comes back into the middle goes to an index
 * beside it. Which of the two a message is in says nothing: the order is the same.
 */
final class ReadyMessages {
    static final int PRIORITIES = 10;

    private final PagedIndex messages;
    private final OrderedIndex returned;
    private final OrderedIndex.Item found = new OrderedIndex.Item();
    private final long[] heads = new long[PRIORITIES];
    private final long[] tails = new long[PRIORITIES];
    private final long[] counts = new long[PRIORITIES];
    private final long[] returnedCounts = new long[PRIORITIES];
    /** A bit for each priority that has messages. */
    private int present;

    private long size;

    ReadyMessages(Slab nodes, PagedIndex messages) {
        this.messages = messages;
        this.returned = new OrderedIndex(nodes);
    }

    long size() {
        return size;
    }

    long count(int priority) {
        return counts[priority];
    }

    /** The oldest of the highest priority; 0 when there is none. */
    long highest() {
        return present == 0 ? 0 : oldest(31 - Integer.numberOfLeadingZeros(present));
    }

    /** The oldest of the lowest priority; 0 when there is none. */
    long lowest() {
        return present == 0 ? 0 : oldest(Integer.numberOfTrailingZeros(present));
    }

    /** The oldest of all; 0 when there is none. */
    long oldest() {
        long oldest = 0;
        for (int bits = present; bits != 0; bits &= bits - 1) {
            long message = oldest(Integer.numberOfTrailingZeros(bits));
            if (oldest == 0 || Message.id(message) < Message.id(oldest)) {
                oldest = message;
            }
        }
        return oldest;
    }

    private long oldest(int priority) {
        long head = heads[priority];
        if (returnedCounts[priority] == 0) {
            return head;
        }
        if (!returned.seek(order(priority), 0, found)) {
            throw new IllegalStateException("a returned message is missing");
        }
        return head != 0 && Message.id(head) < found.minor ? head : messages.get(found.minor);
    }

    void add(long message) {
        int priority = Message.priority(message);
        long id = Message.id(message);
        long head = heads[priority];
        long tail = tails[priority];
        if (head == 0) {
            link(0, message, 0, priority);
        } else if (id > Message.id(tail)) {
            link(tail, message, 0, priority);
        } else if (id < Message.id(head)) {
            link(0, message, head, priority);
        } else {
            Message.set(message, Message.RETURNED, true);
            returned.insert(order(priority), id, 0);
            returnedCounts[priority]++;
        }
        counts[priority]++;
        present |= 1 << priority;
        size++;
    }

    void remove(long message) {
        int priority = Message.priority(message);
        if (Message.has(message, Message.RETURNED)) {
            Message.set(message, Message.RETURNED, false);
            if (!returned.remove(order(priority), Message.id(message))) {
                throw new IllegalStateException("a returned message is missing");
            }
            returnedCounts[priority]--;
        } else {
            long before = Message.first(message);
            long behind = Message.second(message);
            setBehind(before, behind, priority);
            setBefore(behind, before, priority);
        }
        if (--counts[priority] == 0) {
            present &= ~(1 << priority);
        }
        size--;
    }

    /** A message is now elsewhere, unchanged. */
    void moved(long message) {
        if (!Message.has(message, Message.RETURNED)) {
            int priority = Message.priority(message);
            setBehind(Message.first(message), message, priority);
            setBefore(Message.second(message), message, priority);
        }
    }

    /** Frees the index, at most so many items; false when nothing is left. */
    boolean free(int most) {
        return returned.drop(most);
    }

    private void link(long before, long message, long behind, int priority) {
        Message.setFirst(message, before);
        Message.setSecond(message, behind);
        setBehind(before, message, priority);
        setBefore(behind, message, priority);
    }

    private void setBehind(long before, long message, int priority) {
        if (before == 0) {
            heads[priority] = message;
        } else {
            Message.setSecond(before, message);
        }
    }

    private void setBefore(long behind, long message, int priority) {
        if (behind == 0) {
            tails[priority] = message;
        } else {
            Message.setFirst(behind, message);
        }
    }

    private static long order(int priority) {
        return PRIORITIES - 1L - priority;
    }
}
