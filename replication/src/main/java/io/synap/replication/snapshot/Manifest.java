package io.synap.replication.snapshot;

import io.synap.replication.history.History;
import java.util.ArrayList;
import java.util.List;

/**
 * What counts in a data directory. Immutable.
 *
 * @param histories the oldest kept first, the present one last
 * @param snapshots the newest first
 * @param segmentAtLeast the highest number known of a log segment in use: the log may have gone on,
 *     but if it ends before, its end was taken away
 */
public record Manifest(List<History> histories, List<SnapshotInfo> snapshots, long segmentAtLeast) {
    private static final int HISTORIES_MAX = 64;

    public Manifest {
        histories = List.copyOf(histories);
        snapshots = List.copyOf(snapshots);
        if (histories.isEmpty()) {
            throw new IllegalArgumentException("a manifest needs a history");
        }
    }

    public History history() {
        return histories.getLast();
    }

    public Manifest withHistory(History history) {
        List<History> longer = new ArrayList<>(histories);
        longer.add(history);
        int forgotten = Math.max(0, longer.size() - HISTORIES_MAX);
        return new Manifest(longer.subList(forgotten, longer.size()), snapshots, segmentAtLeast);
    }

    /** With a newer snapshot; one older one stays. */
    public Manifest withSnapshot(SnapshotInfo snapshot) {
        List<SnapshotInfo> kept = new ArrayList<>();
        kept.add(snapshot);
        if (!snapshots.isEmpty()) {
            kept.add(snapshots.getFirst());
        }
        return new Manifest(histories, kept, segmentAtLeast);
    }

    public Manifest withSnapshots(List<SnapshotInfo> others) {
        return new Manifest(histories, others, segmentAtLeast);
    }

    public Manifest withSegmentAtLeast(long segment) {
        return new Manifest(histories, snapshots, segment);
    }
}
