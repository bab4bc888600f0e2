package io.synap.engine;

/**
 * Takes what an operation answers with: an entry, a message, an event, by its address. It runs under the
 * shard's lock.
 */
@FunctionalInterface
public interface ValueSink {
    /** Takes nothing, for those who ask for no value. */
    ValueSink NONE = entry -> {};

    /** The entry, see {@link Entry}, or whatever else the operation hands out; valid during the call. */
    void value(long entry);

    /** Whether it takes no more: then ADVANCE ends with what it has done. */
    default boolean isFull() {
        return false;
    }
}
