package io.synap.server.config;

/** When the operation log is forced to disk. */
public enum Fsync {
    /** Before any reply shows the write. */
    ALWAYS,
    /** Once a second. */
    EVERYSEC,
    /** When the operating system likes to. */
    OS
}
