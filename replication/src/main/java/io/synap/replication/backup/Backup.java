package io.synap.replication.backup;

import io.synap.replication.Persistence;
import io.synap.replication.doctor.Examination;
import io.synap.replication.doctor.RepairPlan;
import io.synap.replication.files.FileStore;
import io.synap.replication.log.LogPosition;
import io.synap.replication.log.SegmentNames;
import io.synap.replication.snapshot.Manifest;
import io.synap.replication.snapshot.ManifestFile;
import io.synap.replication.snapshot.SnapshotInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Copies a data directory to a folder: the newest snapshot and the log from there on, so that an
 * operation on several shards is there as a whole. Thread-safe, no state. The copy is verified by
 * reading it back.
 */
public final class Backup {
    private Backup() {}

    /** Backs up a running server: takes a snapshot first; waits for it. */
    public static BackupReport create(Persistence persistence, FileStore files, Path target) throws IOException {
        await(persistence.snapshots().snapshotNow());
        // Between snapshots nothing is deleted, so what the manifest lists stays.
        return await(persistence.snapshots().between(() -> copyRunning(persistence, files, target)));
    }

    private static BackupReport copyRunning(Persistence persistence, FileStore files, Path target) throws IOException {
        Manifest manifest = persistence.manifest().manifest();
        SnapshotInfo newest = manifest.snapshots().getFirst();
        LogPosition end = persistence.log().storedSynced();
        List<Long> segments = persistence.log().segmentsFrom(newest.sequences());
        return new CopyJob(files, persistence.directory(), target)
                .run(manifest.withSnapshots(List.of(newest)).withSegmentAtLeast(end.segment()), segments, end);
    }

    /** Backs up the data directory of a stopped server. */
    public static BackupReport create(Path directory, FileStore files, Path target) throws IOException {
        try (Closeable _ = files.lock(directory.resolve(Persistence.LOCK))) {
            Examination examination = CopyJob.examine(files, directory);
            RepairPlan plan = examination.plan();
            Manifest manifest = ManifestFile.read(files, directory)
                    .withSnapshots(plan.base().stream().toList())
                    .withSegmentAtLeast(plan.end().segment());
            List<Long> segments = SegmentNames.list(files, directory).stream()
                    .filter(number -> number >= plan.firstSegment())
                    .toList();
            return new CopyJob(files, directory, target).run(manifest, segments, plan.end());
        }
    }

    private static <T> T await(Future<T> work) throws IOException {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during a backup", e);
        } catch (ExecutionException e) {
            throw new IOException("the backup failed: " + e.getCause(), e.getCause());
        }
    }
}
