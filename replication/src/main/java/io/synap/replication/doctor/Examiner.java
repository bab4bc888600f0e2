package io.synap.replication.doctor;

import io.synap.replication.damage.DamagedException;
import io.synap.replication.doctor.Finding.Severity;
import io.synap.replication.files.FileStore;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.LiveSegment;
import io.synap.replication.log.LogDamage;
import io.synap.replication.log.LogEnding;
import io.synap.replication.log.LogFiles;
import io.synap.replication.log.LogPosition;
import io.synap.replication.log.LogScan;
import io.synap.replication.log.LogScanner;
import io.synap.replication.log.SegmentNames;
import io.synap.replication.snapshot.Manifest;
import io.synap.replication.snapshot.ManifestFile;
import io.synap.replication.snapshot.SnapshotFiles;
import io.synap.replication.snapshot.SnapshotInfo;
import io.synap.replication.snapshot.SnapshotReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One look at a directory, which is only read. Confined to one thread; used once. */
final class Examiner {
    private final FileStore files;
    private final Path directory;
    private final List<Finding> findings = new ArrayList<>();
    private final List<SnapshotInfo> whole = new ArrayList<>();
    private Optional<Manifest> manifest = Optional.empty();
    private SequenceVector farthest = SequenceVector.ZERO;

    Examiner(FileStore files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    Examination examine() throws IOException {
        examineManifest();
        examineSnapshots();
        List<Long> numbers = SegmentNames.list(files, directory);
        examineLog(numbers);
        return new Examination(List.copyOf(findings), plan(numbers));
    }

    /** The manifest, if it verifies. */
    Optional<Manifest> manifest() {
        return manifest;
    }

    private void add(Severity severity, String text) {
        findings.add(new Finding(severity, text));
    }

    private void examineManifest() throws IOException {
        if (!ManifestFile.exists(files, directory)) {
            add(Severity.DAMAGE, "%s holds no %s".formatted(directory, ManifestFile.NAME));
            return;
        }
        try {
            Manifest read = ManifestFile.read(files, directory);
            manifest = Optional.of(read);
            add(
                    Severity.NOTE,
                    "the manifest verifies: history %s, %d snapshots"
                            .formatted(read.history().id(), read.snapshots().size()));
        } catch (DamagedException e) {
            add(Severity.DAMAGE, e.describe());
        }
    }

    private void examineSnapshots() throws IOException {
        List<String> present = SnapshotFiles.list(files, directory);
        List<String> listed = manifest.map(known ->
                        known.snapshots().stream().map(SnapshotInfo::fileName).toList())
                .orElse(present);
        for (String name : listed) {
            if (present.contains(name)) {
                examineSnapshot(directory.resolve(name));
            } else {
                add(Severity.DAMAGE, directory.resolve(name) + " is missing");
            }
        }
    }

    private void examineSnapshot(Path path) throws IOException {
        try (SnapshotReader reader = new SnapshotReader(files, path)) {
            SnapshotInfo info = reader.info();
            farthest = farthest.max(info.sequences());
            reader.verify();
            boolean listed =
                    manifest.map(known -> known.snapshots().contains(info)).orElse(true);
            if (!listed) {
                add(Severity.DAMAGE, path + " is not the snapshot that the manifest lists");
                return;
            }
            whole.add(info);
            add(
                    Severity.NOTE,
                    "%s verifies: %d operations, taken %s"
                            .formatted(path, info.sequences().total(), Instant.ofEpochMilli(info.takenMillis())));
        } catch (DamagedException e) {
            add(Severity.DAMAGE, e.describe());
        }
    }

    private void examineLog(List<Long> numbers) throws IOException {
        LogScan scan = scan(numbers);
        farthest = farthest.max(scan.sequences());
        switch (scan.ending()) {
            case LogEnding.Empty ignored -> add(Severity.NOTE, "the log is empty");
            case LogEnding.Closed ignored ->
                add(Severity.NOTE, "the log verifies, %s, and was closed".formatted(size(scan)));
            case LogEnding.Unclosed ignored ->
                add(Severity.NOTE, "the log verifies, %s; not closed".formatted(size(scan)));
            case LogEnding.Torn torn ->
                add(
                        Severity.WARNING,
                        "%s; %s; the tail was not yet durable, a start cuts it off"
                                .formatted(torn.damage().describe(), extent(torn.damage())));
            case LogEnding.Broken broken ->
                add(
                        Severity.DAMAGE,
                        "%s; %s; this was known to be durable"
                                .formatted(broken.damage().describe(), extent(broken.damage())));
        }
        examineReach(numbers, scan);
    }

    /** Whether the log is where manifest and snapshots say that it is. */
    private void examineReach(List<Long> numbers, LogScan scan) throws IOException {
        long atLeast = manifest.map(Manifest::segmentAtLeast).orElse(0L);
        if (scan.end().segment() < atLeast && !(scan.ending() instanceof LogEnding.Broken)) {
            add(Severity.DAMAGE, SegmentNames.path(directory, atLeast) + ", known to be in use, is missing or empty");
        }
        if (numbers.isEmpty()) {
            return;
        }
        List<LiveSegment> starts = LogFiles.starts(files, directory);
        List<SequenceVector> bases = new ArrayList<>();
        whole.forEach(info -> bases.add(info.sequences()));
        if (bases.isEmpty()) {
            bases.add(SequenceVector.ZERO);
        }
        for (SequenceVector base : bases) {
            if (atLeast > 0 && LogFiles.firstNeeded(starts, base) < 0) {
                add(Severity.DAMAGE, "the log begins after what the snapshots hold");
            } else if (!base.isWithin(scan.sequences()) && !(scan.ending() instanceof LogEnding.Broken)) {
                add(Severity.DAMAGE, "the log ends before what a snapshot holds");
            }
        }
    }

    private static String size(LogScan scan) {
        return "%d operations in %d segments"
                .formatted(scan.operations(), scan.segments().size());
    }

    private String extent(LogDamage damage) {
        farthest = farthest.max(damage.farthest());
        String bytes = "%d bytes behind".formatted(damage.bytesBehind());
        return damage.readable()
                ? "%s, with operations of %s to %s"
                        .formatted(
                                bytes, Instant.ofEpochMilli(damage.timeFrom()), Instant.ofEpochMilli(damage.timeTo()))
                : bytes;
    }

    private LogScan scan(List<Long> numbers) throws IOException {
        return new LogScanner(files, directory, (shard, sequence, time, operation) -> {}).scan(numbers);
    }

    /** Tries every snapshot, and none, as the base, and takes what keeps the most. */
    private RepairPlan plan(List<Long> numbers) throws IOException {
        List<LiveSegment> starts = LogFiles.starts(files, directory);
        List<RepairPlan> plans = new ArrayList<>();
        for (SnapshotInfo info : whole) {
            plans.add(planFrom(Optional.of(info), starts, numbers));
        }
        plans.add(planFrom(Optional.empty(), starts, numbers));
        return Collections.max(
                plans, Comparator.comparingLong(plan -> plan.kept().total()));
    }

    private RepairPlan planFrom(Optional<SnapshotInfo> base, List<LiveSegment> starts, List<Long> numbers)
            throws IOException {
        SequenceVector from = base.map(SnapshotInfo::sequences).orElse(SequenceVector.ZERO);
        long first = LogFiles.firstNeeded(starts, from);
        if (first >= 0) {
            LogScan scan =
                    scan(numbers.stream().filter(number -> number >= first).toList());
            if (from.isWithin(scan.sequences())) {
                return new RepairPlan(base, first, scan.end(), scan.sequences(), farthest, true);
            }
        }
        return new RepairPlan(base, -1, LogPosition.START, from, farthest, false);
    }
}
