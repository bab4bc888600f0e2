package io.synap.replication.log;

/** When what was written is synced. */
public enum FsyncPolicy {
    /** Before anything is acknowledged. */
    ALWAYS,
    /** By a timer of its own, once a second by default. */
    EVERYSEC,
    /** When the operating system likes, when somebody asks, and at the close. */
    OS
}
