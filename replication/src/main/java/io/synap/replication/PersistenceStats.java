package io.synap.replication;

/**
 * Figures of a running node's persistence. Log positions count bytes appended during this run.
 *
 * @param logBytes stored during this run
 */
public record PersistenceStats(
        long appended,
        long written,
        long synced,
        long syncs,
        long logBytes,
        boolean logFailed,
        long snapshots,
        long snapshotFailures,
        boolean snapshotRunning,
        long freeBytes) {}
