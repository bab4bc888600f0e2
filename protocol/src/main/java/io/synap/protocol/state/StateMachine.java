package io.synap.protocol.state;

/**
 * A deterministic state, split into {@link io.synap.protocol.Slots#SHARDS} shards, each of which counts
 * the operations applied to it as its <em>sequence</em>. Thread-safe: it takes each shard's lock
 * itself; while a shard is being restored or replayed nobody else uses it.
 */
public interface StateMachine {
    /** The number of operations applied to the shard since its beginning. */
    long sequence(int shard);

    /** The time of the shard's last operation, milliseconds since 1970. */
    long time(int shard);

    /**
     * Applies one logged operation. The operation must take exactly the given sequence, and its
     * effect must be a change; anything else means that log and state do not belong together.
     *
     * @throws IllegalStateException if the sequence does not follow, or the operation is rejected
     */
    void replay(int shard, long sequence, long time, long operation);

    /** Begins an image of the shard as of its present sequence, to be read while the shard serves. */
    ShardImage openImage(int shard);

    /**
     * Puts items of an image into an empty shard. The range holds whole items: for each an i64
     * version, then a SET in its encoded form.
     *
     * @throws IllegalStateException if an item is malformed or does not belong to the shard
     */
    void restoreItems(int shard, long address, long length);

    /** Ends a restore: from here the shard continues at this sequence and time. */
    void restoreEnd(int shard, long sequence, long time);
}
