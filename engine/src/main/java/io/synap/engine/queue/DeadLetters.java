package io.synap.engine.queue;

import io.synap.engine.ValueSink;
import io.synap.engine.index.OrderedIndex;
import io.synap.engine.index.PagedIndex;

/**
 * A queue's dead letters, numbered as they die, so that they are in the order of their last death. Confined
 * to its shard's lock.
 */
final class DeadLetters implements QueueMemory.Remains {
    private final QueueMemory memory;
    private final Account account;
    private final PagedIndex letters;
    /** (id, 0) and the letter's number. */
    private final OrderedIndex byId;

    private final OrderedIndex.Item found = new OrderedIndex.Item();

    DeadLetters(QueueMemory memory, PagedIndex.Tenant tenant) {
        this.memory = memory;
        account = new Account(memory.used);
        letters = new PagedIndex(memory.nodes, memory.units, tenant);
        byId = new OrderedIndex(memory.nodes);
    }

    long size() {
        return letters.size();
    }

    /** The letter with a message's id; 0 when there is none. */
    long find(long id) {
        return byId.seek(id, 0, found) && found.major == id ? letters.get(found.payload) : 0;
    }

    /** The letter that died first; 0 when there is none. */
    long first() {
        return letters.size() == 0 ? 0 : letters.get(letters.ceiling(0));
    }

    /** The least number of a letter from this one on; -1 when there is none. */
    long ceiling(long number) {
        return letters.ceiling(number);
    }

    long get(long number) {
        return letters.get(number);
    }

    /** Hands letters to the sink from a number on; returns the next number, or 0 at the end. */
    long read(long from, int most, ValueSink sink) {
        long number = letters.ceiling(from);
        for (int i = 0; i < most && number >= 0; i++) {
            sink.value(letters.get(number));
            number = letters.ceiling(number + 1);
        }
        return Math.max(0, number);
    }

    void add(long message, long number) {
        Message.setState(message, MessageState.DEAD);
        Message.setFirst(message, number);
        Message.setSecond(message, 0);
        restore(message);
        account.insert(byId, Message.id(message), 0, number);
    }

    /** Takes a letter out; its block stays as it is. */
    void remove(long message) {
        account.remove(letters, Message.letterNumber(message));
        account.remove(byId, Message.id(message), 0);
        account.add(-Message.bytes(message));
    }

    /** Keeps a letter of an image until {@link #restored}. */
    void restore(long message) {
        if (letters.get(Message.letterNumber(message)) != 0) {
            throw new IllegalStateException("a dead letter occurs twice");
        }
        account.put(letters, Message.letterNumber(message), message);
        account.add(Message.bytes(message));
    }

    /** Puts every letter of an image into its place. */
    void restored() {
        for (long number = letters.ceiling(0); number >= 0; number = letters.ceiling(number + 1)) {
            account.insert(byId, Message.id(letters.get(number)), 0, number);
        }
    }

    /** Moves a letter to a new block if this one is in use; whether it was. */
    boolean move(long block) {
        long number = Message.letterNumber(block);
        if (number < 0 || letters.get(number) != block) {
            return false;
        }
        letters.moved(number, Messages.copied(memory, block));
        memory.messages.free(block);
        return true;
    }

    /** What was kept goes out of the account; it is freed later. */
    void close() {
        account.close();
        var _ = letters.retire();
    }

    @Override
    public boolean free(int most) {
        boolean more = byId.drop(most);
        long number = letters.ceiling(0);
        for (int i = 0; i < most && number >= 0; i++) {
            memory.free(letters.get(number));
            letters.remove(number);
            number = letters.ceiling(number + 1);
        }
        return more || number >= 0;
    }
}
