package io.synap.replication.backup;

import io.synap.replication.Persistence;
import io.synap.replication.doctor.Doctor;
import io.synap.replication.doctor.Examination;
import io.synap.replication.doctor.RepairPlan;
import io.synap.replication.files.FileCopy;
import io.synap.replication.files.FileStore;
import io.synap.replication.log.LogPosition;
import io.synap.replication.log.SegmentNames;
import io.synap.replication.snapshot.Manifest;
import io.synap.replication.snapshot.ManifestFile;
import io.synap.replication.snapshot.SnapshotInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** Copies what a manifest lists into an empty directory and reads it back. Confined to one thread. */
final class CopyJob {
    private final FileStore files;
    private final Path source;
    private final Path target;
    private int count;
    private long bytes;

    CopyJob(FileStore files, Path source, Path target) {
        this.files = files;
        this.source = source;
        this.target = target;
    }

    /** The log is copied up to its end, given as a position. */
    BackupReport run(Manifest manifest, List<Long> segments, LogPosition end) throws IOException {
        requireEmpty();
        for (SnapshotInfo snapshot : manifest.snapshots()) {
            copy(snapshot.fileName(), Long.MAX_VALUE);
        }
        for (long number : segments) {
            if (number <= end.segment()) {
                String name = SegmentNames.path(source, number).getFileName().toString();
                copy(name, number == end.segment() ? end.offset() : Long.MAX_VALUE);
            }
        }
        files.syncDirectory(target);
        // Last: a directory without it is not taken for a whole one.
        ManifestFile.write(files, target, manifest);
        Examination examination = examine(files, target);
        RepairPlan content = examination.plan();
        return new BackupReport(target, manifest.history().id(), content.kept(), count, bytes);
    }

    /** Reads a directory that is not in use, and fails unless everything verifies. */
    static Examination examine(FileStore files, Path directory) throws IOException {
        Doctor doctor = new Doctor(files, Clock.systemUTC(), RandomGenerator.getDefault());
        Examination examination = doctor.examineUnlocked(directory);
        if (examination.isDamaged()) {
            throw new IOException(directory + " does not verify:\n" + examination.describe());
        }
        return examination;
    }

    private void requireEmpty() throws IOException {
        files.createDirectories(target);
        for (String name : files.list(target)) {
            if (!name.equals(Persistence.LOCK)) {
                throw new IOException(target + " is not empty: it holds " + name);
            }
        }
    }

    private void copy(String name, long bytesMax) throws IOException {
        bytes += FileCopy.copy(files, source.resolve(name), target.resolve(name), bytesMax);
        count++;
    }
}
