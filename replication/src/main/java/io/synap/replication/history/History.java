package io.synap.replication.history;

/**
 * A stretch of a data directory's life in which no operation was taken back. Within a history, a
 * vector of sequences says everything; between two, only what lies at or before the branch is common.
 *
 * @param startedMillis milliseconds since 1970
 */
public record History(HistoryId id, Origin origin, long startedMillis) {
    /** Where a history comes from. */
    public sealed interface Origin {
        /** An empty directory. */
        record Founded() implements Origin {}

        /** Another history, of which everything up to these sequences was kept. */
        record Branched(HistoryId parent, SequenceVector branch, Cause cause) implements Origin {}
    }

    /** Why a history was left. */
    public enum Cause {
        /** The server did not close, so operations that somebody saw may not have reached the disk. */
        UNCLEAN_START,
        REPAIR,
        RESTORE
    }
}
