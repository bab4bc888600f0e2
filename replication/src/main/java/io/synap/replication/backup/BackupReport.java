package io.synap.replication.backup;

import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import java.nio.file.Path;

/** What was copied and verified. */
public record BackupReport(Path target, HistoryId history, SequenceVector sequences, int files, long bytes) {
    /** One line for people. */
    public String describe() {
        return "%s: %d operations in %d files, %d bytes, verified".formatted(target, sequences.total(), files, bytes);
    }
}
