package io.synap.replication.doctor;

import io.synap.replication.Persistence;
import io.synap.replication.files.FileCopy;
import io.synap.replication.files.FileStore;
import io.synap.replication.history.History;
import io.synap.replication.history.HistoryId;
import io.synap.replication.log.LogFiles;
import io.synap.replication.log.LogOptions;
import io.synap.replication.log.SegmentNames;
import io.synap.replication.snapshot.Manifest;
import io.synap.replication.snapshot.ManifestFile;
import io.synap.replication.snapshot.SnapshotFiles;
import io.synap.replication.snapshot.SnapshotInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Examines and repairs the data directory of a stopped server. Thread-safe: it holds the directory's
 * lock while it works.
 */
public final class Doctor {
    private final FileStore files;
    private final Clock clock;
    private final RandomGenerator random;

    public Doctor(FileStore files, Clock clock, RandomGenerator random) {
        this.files = files;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Reads everything and changes nothing.
     *
     * @throws IOException if the directory is in use or cannot be read
     */
    public Examination examine(Path directory) throws IOException {
        try (Closeable _ = files.lock(directory.resolve(Persistence.LOCK))) {
            return examineUnlocked(directory);
        }
    }

    /** For a directory that nobody can use, such as a backup. */
    public Examination examineUnlocked(Path directory) throws IOException {
        return new Examiner(files, directory).examine();
    }

    /**
     * Carries out the plan of an examination, so that the server starts. What is not kept is moved into
     * a directory of its own. Without damage nothing is done.
     *
     * @return what had been found
     */
    public Examination repair(Path directory) throws IOException {
        try (Closeable _ = files.lock(directory.resolve(Persistence.LOCK))) {
            Examiner examiner = new Examiner(files, directory);
            Examination examination = examiner.examine();
            if (!examination.isDamaged()) {
                return examination;
            }
            carryOut(directory, examination.plan(), examiner.manifest());
            return examination;
        }
    }

    private void carryOut(Path directory, RepairPlan plan, Optional<Manifest> before) throws IOException {
        HistoryId id = HistoryId.random(random);
        Manifest known = before.isPresent() ? before.get() : rebuilt(directory, plan);
        long next = SegmentNames.list(files, directory).stream().reduce(0L, Math::max) + 1;
        moveAside(directory, plan);
        long last = plan.end().segment();
        if (plan.firstSegment() < 0) {
            // Nothing of the log follows the base: an empty one says so.
            last = next;
            LogFiles.open(files, directory, LogOptions.defaults(), id, next, List.of(), plan.kept(), clock, random)
                    .close();
        }
        History.Origin origin = new History.Origin.Branched(known.history().id(), plan.kept(), History.Cause.REPAIR);
        ManifestFile.write(
                files,
                directory,
                known.withSnapshots(plan.base().stream().toList())
                        .withSegmentAtLeast(last)
                        .withHistory(new History(id, origin, clock.millis())));
    }

    private void moveAside(Path directory, RepairPlan plan) throws IOException {
        Path aside = directory.resolve("damaged-" + clock.millis());
        files.createDirectories(aside);
        String base = plan.base().map(SnapshotInfo::fileName).orElse("");
        for (String name : SnapshotFiles.list(files, directory)) {
            if (!name.equals(base)) {
                files.rename(directory.resolve(name), aside.resolve(name));
            }
        }
        for (long number : SegmentNames.list(files, directory)) {
            Path path = SegmentNames.path(directory, number);
            Path target = aside.resolve(path.getFileName());
            if (number == plan.end().segment() && plan.firstSegment() >= 0) {
                FileCopy.copy(files, path, target, Long.MAX_VALUE);
                LogFiles.truncate(files, directory, plan.end());
            } else if (plan.firstSegment() < 0
                    || number < plan.firstSegment()
                    || number > plan.end().segment()) {
                files.rename(path, target);
            }
        }
        if (ManifestFile.exists(files, directory)) {
            Path copy = aside.resolve(ManifestFile.NAME);
            FileCopy.copy(files, directory.resolve(ManifestFile.NAME), copy, Long.MAX_VALUE);
        }
        files.syncDirectory(aside);
        files.syncDirectory(directory);
    }

    /** A manifest from what the kept segments and snapshot say of their histories. */
    private Manifest rebuilt(Path directory, RepairPlan plan) throws IOException {
        LinkedHashSet<HistoryId> ids = new LinkedHashSet<>();
        plan.base().ifPresent(info -> ids.add(info.history()));
        for (long number : SegmentNames.list(files, directory)) {
            if (number >= plan.firstSegment() && number <= plan.end().segment()) {
                ids.add(LogFiles.historyOf(files, directory, number));
            }
        }
        if (ids.isEmpty()) {
            ids.add(HistoryId.random(random));
        }
        History.Origin unknown = new History.Origin.Founded();
        return new Manifest(
                ids.stream().map(id -> new History(id, unknown, clock.millis())).toList(), List.of(), 0);
    }
}
