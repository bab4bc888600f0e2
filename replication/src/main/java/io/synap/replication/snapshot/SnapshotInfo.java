package io.synap.replication.snapshot;

import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import java.nio.file.Path;

/**
 * A complete snapshot.
 *
 * @param number ascending, part of the file's name
 * @param takenMillis milliseconds since 1970
 */
public record SnapshotInfo(long number, HistoryId history, long takenMillis, long bytes, SequenceVector sequences) {
    public String fileName() {
        return "snapshot-%016d.snapshot".formatted(number);
    }

    public Path path(Path directory) {
        return directory.resolve(fileName());
    }
}
