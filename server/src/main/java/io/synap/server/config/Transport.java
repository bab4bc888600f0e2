package io.synap.server.config;

/** How sockets are polled. */
public enum Transport {
    /** {@link #EPOLL} where it loads, else {@link #NIO}. */
    AUTO,
    /** Linux. */
    EPOLL,
    /** Linux, kernel 5.14 or later, where it is allowed. */
    IO_URING,
    /** What Java brings itself. */
    NIO
}
