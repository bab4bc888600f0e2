package io.synap.engine;

import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.PagePool;

/**
 * One kind of things that a shard keeps beside its keys: queues, rooms, topics. Confined to its shard's
 * lock, except {@link #usedBytes}.
 *
 * <p>Everything a family decides follows from its state, the operation and the operation's time. It keeps
 * its state in units that images save, see {@link ImageUnits}.
 */
public interface Family {
    /**
     * What a family is made of.
     *
     * @param hashSeed for tables only; the state does not depend on it
     */
    record Parts(PagePool pool, long hashSeed, ImageUnits units, Readiness readiness) {}

    /** Tells that something can be read or received that could not before. */
    interface Readiness {
        void ready(Kind kind, byte[] name);
    }

    /** What can become ready. */
    enum Kind {
        QUEUE,
        ROOM
    }

    /**
     * Executes an operation of this family. If it changes anything, it tells the outcome so and takes the
     * sequence; otherwise nothing at all may change.
     *
     * @param now never before the shard's time
     * @param sink gets what the operation hands out, see each operation
     */
    void execute(long operation, long sequence, long now, Outcome outcome, ValueSink sink);

    /** When something is due next, milliseconds since 1970; Long.MAX_VALUE when nothing is. */
    long nextDeadline();

    /** Does at most so many of the things that are due, earliest first; returns how many it did. */
    long advance(long most, long sequence, long now);

    /**
     * Puts an item of an image into an empty state. Items come in any order.
     *
     * @throws IllegalStateException if the item is malformed or contradicts others
     */
    void restore(long item, int length);

    /** Called after the last item. */
    void restoreEnd();

    /** Logical bytes, the same on every copy. From any thread. */
    long usedBytes();

    /** Housekeeping in a small slice, which changes nothing of the state; true if there is more to do. */
    boolean tidy();

    /** A 64-bit digest of the state, the same on every copy. It visits everything. */
    long digest();

    /** Forgets everything. */
    void reset();
}
