package io.synap.protocol.operation;

/**
 * The bounds of what shards remember of sessions. Thread-safe, constants. They decide what is in the state, so they are the same
 * everywhere and no settings; clients keep to them too.
 */
public final class SessionLimits {
    /** So many numbers, from the highest down, are remembered: a client has no more requests unanswered. */
    public static final int WINDOW = 4_096;

    /**
     * A session that executes nothing in a shard for so long is forgotten there. A client may repeat a request for
     * so long after it first sent it, and no longer.
     */
    public static final long IDLE_MILLIS = 600_000;

    /** The last of a request's operations. */
    public static final int PART_MAX = 0xffff;

    /** Sessions that a shard remembers at once. */
    public static final int SESSIONS_PER_SHARD_MAX = 10_000;

    /** A value of more bytes than this is not remembered: an old value that was asked for. */
    public static final int VALUE_BYTES_MAX = 256;

    /** A result of more bytes than this is not remembered: what became of thousands of messages. */
    public static final int RESULT_BYTES_MAX = 16_000;

    /** Results of one session in one shard; beyond that those of the lowest numbers are forgotten. */
    public static final int SESSION_BYTES_MAX = 256 * 1024;

    private SessionLimits() {}
}
