package io.synap.replication;

import io.synap.replication.history.History;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.LogEnding;
import io.synap.replication.snapshot.SnapshotInfo;
import java.util.Optional;

/**
 * How a start went.
 *
 * @param snapshot that was loaded
 * @param replayed the operations applied from the log
 * @param replayedBytes the size of the log that was read
 * @param sequences that the node continues at
 * @param history that the node continues in
 */
public record RecoveryReport(
        Optional<SnapshotInfo> snapshot,
        long replayed,
        long replayedBytes,
        LogEnding ending,
        SequenceVector sequences,
        History history,
        long durationMillis) {
    /** One line for people. */
    public String describe() {
        if (ending instanceof LogEnding.Empty) {
            return "nothing to recover, the log is empty (%d ms)".formatted(durationMillis);
        }
        String base = snapshot.map(info -> "snapshot %d and ".formatted(info.number()))
                .orElse("");
        return "recovered from %s%d logged operations in %d ms; %s"
                .formatted(base, replayed, durationMillis, describeEnding());
    }

    private String describeEnding() {
        return switch (ending) {
            case LogEnding.Empty ignored -> "the log is empty";
            case LogEnding.Closed ignored -> "the log had been closed";
            case LogEnding.Unclosed ignored -> "the log had not been closed, no record is torn";
            case LogEnding.Torn torn ->
                "the log's tail was torn and %d bytes of it cut off (%s)%s"
                        .formatted(
                                torn.damage().bytesBehind(),
                                torn.damage().describe(),
                                torn.damage().readable() ? "; whole records behind the tear were dropped with it" : "");
            case LogEnding.Broken broken -> broken.damage().describe();
        };
    }
}
