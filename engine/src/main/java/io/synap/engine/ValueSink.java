package io.synap.engine;

/** Takes the entry whose value an operation answers with. It runs under the shard's lock. */
@FunctionalInterface
public interface ValueSink {
    /** Takes nothing, for those who ask for no value. */
    ValueSink NONE = entry -> {};

    /** The entry, see {@link Entry}; valid during the call. */
    void value(long entry);
}
