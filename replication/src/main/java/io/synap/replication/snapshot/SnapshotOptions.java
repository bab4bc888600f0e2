package io.synap.replication.snapshot;

/**
 * When and how snapshots are taken.
 *
 * @param logBytes a snapshot is due when the log has grown by this much since the last one
 * @param intervalMillis a snapshot is due after this time if anything changed, 0 for never
 * @param bytesPerSecond the most that is written, 0 for no limit
 * @param attemptsPerShard how often a shard's image is begun again when it could not be kept up
 */
public record SnapshotOptions(long logBytes, long intervalMillis, long bytesPerSecond, int attemptsPerShard) {
    public SnapshotOptions {
        if (logBytes < 1 || intervalMillis < 0 || bytesPerSecond < 0 || attemptsPerShard < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    public static SnapshotOptions defaults() {
        return new SnapshotOptions(512L << 20, 0, 0, 5);
    }
}
