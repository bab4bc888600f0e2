package io.synap.replication;

import io.synap.replication.log.LogOptions;
import io.synap.replication.snapshot.SnapshotOptions;

/**
 * How a node keeps its data.
 *
 * @param loadThreads that read a snapshot at the start
 */
public record PersistenceOptions(LogOptions log, SnapshotOptions snapshots, int loadThreads) {
    public PersistenceOptions {
        if (loadThreads < 1) {
            throw new IllegalArgumentException("loadThreads must be positive");
        }
    }

    public static PersistenceOptions defaults() {
        return new PersistenceOptions(LogOptions.defaults(), SnapshotOptions.defaults(), 4);
    }
}
