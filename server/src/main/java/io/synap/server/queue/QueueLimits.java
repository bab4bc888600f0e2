package io.synap.server.queue;

/**
 * What queues may hold.
 *
 * @param messageBytesMax the longest payload
 * @param queuesMax the most queues of a node; one that is created at the same moment may come on top
 */
public record QueueLimits(int messageBytesMax, int queuesMax) {
    public static final int QUEUE_NAME_BYTES_MAX = 512;
    public static final int CONSUMER_NAME_BYTES_MAX = 256;
    public static final int DEDUP_ID_BYTES_MAX = 256;
    public static final int ORDERING_KEY_BYTES_MAX = 256;
    /** All headers of a message, names and values, with four bytes for each. */
    public static final int HEADERS_BYTES_MAX = 16 * 1024;

    /** Longer errors are cut. */
    public static final int ERROR_BYTES_MAX = 1024;

    /** Messages that one command publishes, receives or settles. */
    public static final int BATCH_MAX = 10_000;
}
