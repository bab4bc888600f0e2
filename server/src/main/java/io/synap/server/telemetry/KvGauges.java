package io.synap.server.telemetry;

/** What the store tells a scrape. Called off the event loops; stale by a moment is good enough. */
public interface KvGauges {
    /** Keys in one of the 64 shards. */
    long keys(int shard);

    /** Bytes of what is stored, as {@code memory.max} counts them. */
    long usedBytes();

    /** Off-heap bytes taken from the operating system. */
    long reservedBytes();

    /** The budget, {@code memory.max} resolved. */
    long maxBytes();
}
