package io.synap.server.config;

/** How sockets are polled. */
public enum Transport {
    /** The best that the machine has. */
    AUTO,
    EPOLL,
    IO_URING,
    NIO
}
