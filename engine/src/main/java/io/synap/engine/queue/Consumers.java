package io.synap.engine.queue;

import io.synap.engine.index.NameTable;
import io.synap.engine.index.Named;
import io.synap.protocol.memory.Memory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The consumers that have messages in flight, by name and by a number that messages carry. Confined to its
 * shard's lock.
 *
 * <p>Some that have none are remembered, so that one that comes and goes is not made anew each time. They
 * are no part of the state, and neither are the numbers.
 */
final class Consumers {
    /** So many can have messages in flight at once. */
    static final int ACTIVE_MAX = 1 << 16;

    private static final int IDLE_MAX = 256;

    /** A consumer. */
    static final class Consumer implements Named {
        private final byte[] name;
        final int number;
        private int inFlight;

        Consumer(byte[] name, int number) {
            this.name = name;
            this.number = number;
        }

        @Override
        public byte[] name() {
            return name;
        }

        /** How many messages it has. */
        int inFlight() {
            return inFlight;
        }
    }

    private final NameTable<Consumer> byName;
    private @Nullable Consumer[] byNumber = new Consumer[4];
    private int[] free = new int[4];
    private int freeCount;
    private int numbers;
    private int active;

    Consumers(long hashSeed) {
        byName = new NameTable<>(hashSeed);
    }

    /** How many have messages in flight. */
    int active() {
        return active;
    }

    @Nullable
    Consumer find(long name, int length) {
        return byName.find(name, length);
    }

    /** Adds one that is not there. */
    Consumer add(long name, int length) {
        if (byName.size() - active > IDLE_MAX) {
            forgetIdle();
        }
        int number = freeCount > 0 ? free[--freeCount] : numbers++;
        return put(new Consumer(Memory.toArray(name, length), number));
    }

    /** Adds one of an image, which has so many messages as are then taken. */
    void restore(byte[] name, int number) {
        if (number < 0 || number >= ACTIVE_MAX + IDLE_MAX + 1 || get(number) != null) {
            throw new IllegalStateException("a consumer's number is out of range or occurs twice");
        }
        put(new Consumer(name, number));
        numbers = Math.max(numbers, number + 1);
    }

    /** Called after the last of an image. */
    void restored() {
        for (int number = 0; number < numbers; number++) {
            if (get(number) == null) {
                release(number);
            }
        }
    }

    void take(Consumer consumer) {
        if (consumer.inFlight++ == 0) {
            active++;
        }
    }

    /** One of a consumer's messages is no longer in flight. */
    void giveBack(long number) {
        Consumer consumer = ofNumber(number);
        if (--consumer.inFlight == 0) {
            active--;
        }
    }

    /** The consumer with a number, which must be there. */
    Consumer ofNumber(long number) {
        Consumer consumer = number >= 0 && number < byNumber.length ? get((int) number) : null;
        if (consumer == null) {
            throw new IllegalStateException("a message is leased to an unknown consumer");
        }
        return consumer;
    }

    /** Nobody has anything any more. */
    void clear() {
        byName.clear();
        byNumber = new Consumer[4];
        freeCount = 0;
        numbers = 0;
        active = 0;
    }

    /** Those that have messages in flight, in the order of their names; others too. */
    Iterable<Consumer> all() {
        return byName.all();
    }

    private @Nullable Consumer get(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }

    private Consumer put(Consumer consumer) {
        if (consumer.number >= byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, Math.max(2 * byNumber.length, consumer.number + 1));
        }
        byNumber[consumer.number] = consumer;
        byName.add(consumer);
        return consumer;
    }

    private void forgetIdle() {
        for (int number = 0; number < numbers; number++) {
            Consumer consumer = get(number);
            if (consumer != null && consumer.inFlight == 0) {
                byName.remove(consumer);
                byNumber[number] = null;
                release(number);
            }
        }
    }

    private void release(int number) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = number;
    }
}
