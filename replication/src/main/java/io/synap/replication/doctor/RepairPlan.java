package io.synap.replication.doctor;

import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.LogPosition;
import io.synap.replication.snapshot.SnapshotInfo;
import java.util.Optional;

/**
 * What a repair would keep: the choice that keeps the most operations.
 *
 * @param base the snapshot to start from, none for an empty state
 * @param firstSegment from which on the log is kept, -1 for none of it
 * @param end where the kept log ends
 * @param kept the sequences after the repair
 * @param farthest the highest sequences of which anything was found
 * @param wholeLog whether the kept log leads from the base to the end without a gap, so that records
 *     which touched several shards are there as a whole
 */
public record RepairPlan(
        Optional<SnapshotInfo> base,
        long firstSegment,
        LogPosition end,
        SequenceVector kept,
        SequenceVector farthest,
        boolean wholeLog) {
    /** The operations that are known to have been and would be gone. */
    public long lost() {
        return farthest.max(kept).total() - kept.total();
    }

    boolean keepsNothing() {
        return kept.total() == 0 && farthest.total() > 0;
    }
}
