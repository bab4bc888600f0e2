package io.synap.replication.log;

/** Told by the thread that synced; it must not block. */
@FunctionalInterface
public interface SyncListener {
    /** Everything before this log position is durable. */
    void synced(long position);
}
