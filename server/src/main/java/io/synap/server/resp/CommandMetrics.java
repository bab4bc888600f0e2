package io.synap.server.resp;

/**
 * Counts what one event loop does. Confined to that loop: plain counters will do. Called once per
 * command and once per batch, so it must cost next to nothing.
 */
public interface CommandMetrics {
    /**
     * The command that is counted next is about what bears this name, a queue or a room; the memory is not valid
     * beyond that.
     */
    default void about(long name, int length) {}

    /** Counts the events of an encoded ROOM_APPEND that was applied; it is not valid beyond that. */
    default void appended(long operation) {}

    /** One command done, by its index in the catalogue. */
    void done(int commandIndex);

    /** One command done that read a key which is not there. */
    void missed(int commandIndex);

    /** One command answered with an error. */
    void failed(int commandIndex);

    /** One batch done: as many commands as one read of the socket brought. */
    void batch(int commands, long nanos);

    /** A request that is no command, or none that is known, was answered with an error. */
    default void invalid() {}

    default void received(long bytes) {}

    default void sent(long bytes) {}

    default void connectionOpened() {}

    default void connectionClosed() {}

    /** A connection was turned away, there being too many. */
    default void connectionRejected() {}

    /** A connection was closed because its buffers exceeded a limit, of requests or of replies not taken. */
    default void bufferLimitExceeded() {}
}
