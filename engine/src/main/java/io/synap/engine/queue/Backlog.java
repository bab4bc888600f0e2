package io.synap.engine.queue;

import io.synap.engine.index.OrderedIndex;
import io.synap.engine.index.PagedIndex;

/**
 * A queue's messages that are no dead letters: by id, by state, by deadline, by ordering key. Confined to
 * its shard's lock.
 *
 * <p>Of the messages with one ordering key at most one is active, that is READY, DELAYED or LEASED; the
 * others are WAITING. The active one is the oldest, unless an older one was redriven while it was LEASED.
 *
 * <p>Each message has at most one timer: the end of its lease, else of its delay or of its time to live,
 * whichever is first; see {@link Message#timer}.
 */
final class Backlog implements QueueMemory.Remains {
    private final QueueMemory memory;
    private final Account account;
    private final PagedIndex messages;
    private final ReadyMessages ready;
    /** (deadline, id) of LEASED messages. */
    private final OrderedIndex leases;
    /** (deadline, id) of delays and times to live. */
    private final OrderedIndex timers;
    /** (chain, id) of messages with an ordering key, see {@link Message#chain}. */
    private final OrderedIndex chains;

    private final OrderedIndex.Item found = new OrderedIndex.Item();
    private final long[] counts = new long[MessageState.COUNT];
    private long bytes;
    /** Whether a message has become READY since this was asked last. */
    private boolean becameReady;

    Backlog(QueueMemory memory, PagedIndex.Tenant tenant) {
        this.memory = memory;
        account = new Account(memory.used);
        messages = new PagedIndex(memory.nodes, memory.units, tenant);
        ready = new ReadyMessages(memory.nodes, messages);
        leases = new OrderedIndex(memory.nodes);
        timers = new OrderedIndex(memory.nodes);
        chains = new OrderedIndex(memory.nodes);
    }

    long size() {
        return messages.size();
    }

    long count(MessageState state) {
        return counts[state.code()];
    }

    /** What the messages take, indexes not counted. */
    long bytes() {
        return bytes;
    }

    ReadyMessages ready() {
        return ready;
    }

    /** The message with this id; 0 when there is none. */
    long get(long id) {
        return messages.get(id);
    }

    /** The least id from this one on; -1 when there is none. */
    long ceiling(long id) {
        return messages.ceiling(id);
    }

    boolean takeBecameReady() {
        boolean became = becameReady;
        becameReady = false;
        return became;
    }

    /** When the first lease ends; Long.MAX_VALUE when there is none. */
    long nextLeaseEnd() {
        return leases.firstMajor();
    }

    /** When the first delay or time to live ends; Long.MAX_VALUE when there is none. */
    long nextTimer() {
        return timers.firstMajor();
    }

    /** The message whose lease ends first; there must be one. */
    long firstLeased() {
        return messages.get(leases.firstMinor());
    }

    /** The message whose delay or time to live ends first; there must be one. */
    long firstTimed() {
        return messages.get(timers.firstMinor());
    }

    /** The oldest message that nobody has, READY ones before others; 0 when there is none. */
    long oldestUnleased() {
        long oldest = ready.oldest();
        if (oldest != 0) {
            return oldest;
        }
        if (counts[MessageState.DELAYED.code()] + counts[MessageState.WAITING.code()] == 0) {
            return 0;
        }
        long id = messages.ceiling(0);
        while (Message.state(messages.get(id)) == MessageState.LEASED) {
            id = messages.ceiling(id + 1);
        }
        return messages.get(id);
    }

    /** Adds a message that is to be received from then on, 0 for at once. */
    void add(long message, long notBefore, long now) {
        keep(message);
        if (!Message.has(message, Message.HAS_KEY)) {
            place(message, notBefore, now);
            return;
        }
        long id = Message.id(message);
        long chain = Message.chain(message);
        long head = headOf(chain);
        account.insert(chains, chain, id, 0);
        if (head == 0 || (id < head && makesWait(messages.get(head)))) {
            place(message, notBefore, now);
        } else {
            park(message, MessageState.WAITING, notBefore);
        }
    }

    /** Lets an active message wait for an older one; false when it is LEASED or waits already. */
    private boolean makesWait(long head) {
        MessageState state = Message.state(head);
        if (state == MessageState.LEASED || state == MessageState.WAITING) {
            return false;
        }
        long notBefore = state == MessageState.DELAYED ? Message.first(head) : 0;
        leave(head);
        park(head, MessageState.WAITING, notBefore);
        return true;
    }

    /** Hands a READY message to a consumer. */
    void lease(long message, long deadline, int consumer) {
        leave(message);
        Message.countDelivery(message);
        Message.setSecond(message, consumer);
        enterLease(message, deadline);
    }

    private void enterLease(long message, long deadline) {
        Message.setState(message, MessageState.LEASED);
        Message.setFirst(message, deadline);
        account.insert(leases, deadline, Message.id(message), 0);
        counts[MessageState.LEASED.code()]++;
    }

    /** Sets the end of a LEASED message's lease anew. */
    void extend(long message, long deadline) {
        leave(message);
        enterLease(message, deadline);
    }

    /** Takes a LEASED message back, to be received from then on, 0 for at once. */
    void takeBack(long message, long notBefore, long now) {
        leave(message);
        if (Message.has(message, Message.HAS_KEY)) {
            long chain = Message.chain(message);
            if (headOf(chain) != Message.id(message)) {
                // An older one was redriven meanwhile and is next.
                park(message, MessageState.WAITING, notBefore);
                promote(chain, now);
                return;
            }
        }
        place(message, notBefore, now);
    }

    /** A DELAYED message's delay has passed. */
    void endDelay(long message, long now) {
        leave(message);
        place(message, 0, now);
    }

    /** Takes a message out; its block stays as it is. */
    void remove(long message, long now) {
        boolean active = Message.state(message) != MessageState.WAITING;
        long id = Message.id(message);
        leave(message);
        account.remove(messages, id);
        long size = Message.bytes(message);
        bytes -= size;
        account.add(-size);
        if (Message.has(message, Message.HAS_KEY)) {
            long chain = Message.chain(message);
            account.remove(chains, chain, id);
            if (active) {
                promote(chain, now);
            }
        }
    }

    /** A LEASED message is from now on in another block, and the old one is free. */
    void replace(long message, long replacement) {
        long delta = Message.bytes(replacement) - Message.bytes(message);
        long id = Message.id(message);
        messages.beforeChange(id);
        messages.moved(id, replacement);
        bytes += delta;
        account.add(delta);
        memory.messages.free(message);
    }

    /** Moves a message to a new block if this one is in use; whether it was. */
    boolean move(long block) {
        long id = Message.id(block);
        if (messages.get(id) != block) {
            return false;
        }
        long moved = Messages.copied(memory, block);
        messages.moved(id, moved);
        if (Message.state(moved) == MessageState.READY) {
            ready.moved(moved);
        }
        memory.messages.free(block);
        return true;
    }

    /** Copies the LEASED messages of another, which stays as it is. */
    void copyLeased(Backlog other) {
        long deadline = Long.MIN_VALUE;
        long id = 0;
        while (other.leases.seek(deadline, id, found)) {
            deadline = found.major;
            id = found.minor + 1;
            long copy = Messages.copied(memory, other.messages.get(found.minor));
            if (Message.isLarge(copy)) {
                Messages.ownPayload(memory, copy);
            }
            keep(copy);
            if (Message.has(copy, Message.HAS_KEY)) {
                account.insert(chains, Message.chain(copy), Message.id(copy), 0);
            }
            enterLease(copy, deadline);
        }
    }

    /** Keeps a message of an image until {@link #restored}. */
    void restore(long message) {
        if (messages.get(Message.id(message)) != 0) {
            throw new IllegalStateException("a message occurs twice");
        }
        keep(message);
    }

    /** Puts every message of an image into its place. */
    void restored() {
        for (long id = messages.ceiling(0); id >= 0; id = messages.ceiling(id + 1)) {
            long message = messages.get(id);
            if (Message.has(message, Message.HAS_KEY)) {
                account.insert(chains, Message.chain(message), id, 0);
            }
            MessageState state = Message.state(message);
            if (state == MessageState.LEASED) {
                enterLease(message, Message.first(message));
            } else {
                park(message, state, Message.first(message));
            }
        }
        becameReady = false;
    }

    /** What was kept goes out of the account; it is freed later. */
    void close() {
        account.close();
        var _ = messages.retire();
    }

    @Override
    public boolean free(int most) {
        boolean more = ready.free(most);
        more |= leases.drop(most);
        more |= timers.drop(most);
        more |= chains.drop(most);
        long id = messages.ceiling(0);
        for (int i = 0; i < most && id >= 0; i++) {
            memory.free(messages.get(id));
            messages.remove(id);
            id = messages.ceiling(id + 1);
        }
        return more || id >= 0;
    }

    private void keep(long message) {
        account.put(messages, Message.id(message), message);
        long size = Message.bytes(message);
        bytes += size;
        account.add(size);
    }

    private void place(long message, long notBefore, long now) {
        if (notBefore > now) {
            park(message, MessageState.DELAYED, notBefore);
        } else {
            park(message, MessageState.READY, 0);
        }
    }

    /** Puts a message that is in no state into one. */
    private void park(long message, MessageState state, long notBefore) {
        Message.setState(message, state);
        counts[state.code()]++;
        if (state == MessageState.READY) {
            ready.add(message);
            becameReady = true;
        } else {
            Message.setFirst(message, notBefore);
            Message.setSecond(message, 0);
        }
        long timer = Message.timer(message);
        if (timer != Long.MAX_VALUE) {
            account.insert(timers, timer, Message.id(message), 0);
        }
    }

    /** Takes a message out of its state. */
    private void leave(long message) {
        long id = Message.id(message);
        messages.beforeChange(id);
        MessageState state = Message.state(message);
        counts[state.code()]--;
        if (state == MessageState.LEASED) {
            account.remove(leases, Message.first(message), id);
            return;
        }
        if (state == MessageState.READY) {
            ready.remove(message);
        }
        long timer = Message.timer(message);
        if (timer != Long.MAX_VALUE) {
            account.remove(timers, timer, id);
        }
    }

    /** Lets the oldest message of a chain be received that has no active one. */
    private void promote(long chain, long now) {
        long head = headOf(chain);
        if (head == 0) {
            return;
        }
        long message = messages.get(head);
        if (Message.state(message) == MessageState.WAITING) {
            long notBefore = Message.first(message);
            leave(message);
            place(message, notBefore, now);
        }
    }

    /** The id of the oldest message of a chain; 0 when there is none. */
    private long headOf(long chain) {
        return chains.seek(chain, 0, found) && found.major == chain ? found.minor : 0;
    }
}
