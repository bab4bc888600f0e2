package io.synap.replication.backup;

import io.synap.replication.Persistence;
import io.synap.replication.doctor.RepairPlan;
import io.synap.replication.files.FileStore;
import io.synap.replication.history.History;
import io.synap.replication.history.HistoryId;
import io.synap.replication.log.SegmentNames;
import io.synap.replication.snapshot.Manifest;
import io.synap.replication.snapshot.ManifestFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** Installs a backup as the data directory of a server. Thread-safe, no state. */
public final class Restore {
    private Restore() {}

    /**
     * Verifies a backup, copies it into an empty directory and verifies that. The result is a new
     * history, branched off the backup's: the server that was backed up may have gone on.
     */
    public static BackupReport restore(
            Path backup, Path directory, FileStore files, Clock clock, RandomGenerator random) throws IOException {
        RepairPlan content = CopyJob.examine(files, backup).plan();
        Manifest manifest = ManifestFile.read(files, backup);
        History.Origin origin =
                new History.Origin.Branched(manifest.history().id(), content.kept(), History.Cause.RESTORE);
        Manifest restored = manifest.withHistory(new History(HistoryId.random(random), origin, clock.millis()));
        List<Long> segments = SegmentNames.list(files, backup);
        files.createDirectories(directory);
        try (Closeable _ = files.lock(directory.resolve(Persistence.LOCK))) {
            return new CopyJob(files, backup, directory).run(restored, segments, content.end());
        }
    }
}
