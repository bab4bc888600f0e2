package io.synap.server.config;

/** How sockets are polled. */
public enum Transport {
    /** The operating system's own way where it loads, else {@link #NIO}. */
    AUTO,
    NIO
}
