package io.synap.replication.snapshot;

import io.synap.replication.history.History;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
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

    /**
     * Whether everything up to these sequences of a history is also in the present one: it is the same, or one
     * that it branched off from, at or behind that place.
     */
    public boolean continues(HistoryId id, SequenceVector sequences) {
        HistoryId wanted = history().id();
        for (int i = histories.size() - 1; i >= 0; i--) {
            History each = histories.get(i);
            if (!each.id().equals(wanted)) {
                continue;
            }
            if (each.id().equals(id)) {
                return true;
            }
            if (!(each.origin() instanceof History.Origin.Branched branched)
                    || !sequences.isWithin(branched.branch())) {
                return false;
            }
            wanted = branched.parent();
        }
        return false;
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
