package io.synap.replication;

import io.synap.protocol.state.StateMachine;
import io.synap.replication.damage.DamagedException;
import io.synap.replication.files.FileStore;
import io.synap.replication.history.History;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.LiveSegment;
import io.synap.replication.log.LogEnding;
import io.synap.replication.log.LogFiles;
import io.synap.replication.log.LogScan;
import io.synap.replication.log.LogScanner;
import io.synap.replication.log.SegmentNames;
import io.synap.replication.snapshot.Manifest;
import io.synap.replication.snapshot.ManifestFile;
import io.synap.replication.snapshot.SnapshotFiles;
import io.synap.replication.snapshot.SnapshotInfo;
import io.synap.replication.snapshot.SnapshotLoader;
import io.synap.replication.snapshot.SnapshotReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Brings a data directory's state back: the newest snapshot, then the log from there on. Confined to
 * one thread; used once. Until everything was read and found right, nothing is changed.
 */
final class Recovery {
    /** What a start goes on from. */
    record Outcome(RecoveryReport report, Manifest manifest, List<LiveSegment> segments, long next) {}

    private final Path directory;
    private final FileStore files;
    private final StateMachine machine;
    private final int loadThreads;
    private final Clock clock;
    private final RandomGenerator random;

    private long replayed;

    Recovery(
            Path directory,
            FileStore files,
            StateMachine machine,
            int loadThreads,
            Clock clock,
            RandomGenerator random) {
        this.directory = directory;
        this.files = files;
        this.machine = machine;
        this.loadThreads = loadThreads;
        this.clock = clock;
        this.random = random;
    }

    Outcome run() throws IOException {
        long began = clock.millis();
        Manifest manifest = readOrFound();
        Optional<SnapshotInfo> snapshot = manifest.snapshots().stream().findFirst();
        SequenceVector base = snapshot.map(SnapshotInfo::sequences).orElse(SequenceVector.ZERO);
        if (snapshot.isPresent()) {
            load(snapshot.get());
        }
        LogScan scan = replay(manifest, base);
        refuseIfWrong(scan, base, manifest);

        Manifest continued = mayHaveLost(scan.ending()) ? branch(manifest, scan.sequences()) : manifest;
        settle(scan, continued);
        RecoveryReport report = new RecoveryReport(
                snapshot,
                replayed,
                bytesOf(scan),
                scan.ending(),
                scan.sequences(),
                continued.history(),
                clock.millis() - began);
        List<LiveSegment> kept = LogFiles.starts(files, directory).stream()
                .filter(segment -> segment.number() <= scan.end().segment())
                .toList();
        return new Outcome(report, continued, kept, scan.end().segment() + 1);
    }

    /** The manifest, or a new one if the directory is empty. */
    private Manifest readOrFound() throws IOException {
        try {
            if (ManifestFile.exists(files, directory)) {
                return ManifestFile.read(files, directory);
            }
        } catch (DamagedException e) {
            throw damaged(e.describe(), "What a repair would cost is not known yet.");
        }
        for (String name : files.list(directory)) {
            if (SegmentNames.isSegment(name) || SnapshotFiles.isSnapshot(name)) {
                throw damaged(
                        directory + " holds " + name + ", but no " + ManifestFile.NAME,
                        "What a repair would cost is not known yet.");
            }
        }
        History founded = new History(HistoryId.random(random), new History.Origin.Founded(), clock.millis());
        Manifest manifest = new Manifest(List.of(founded), List.of(), 0);
        ManifestFile.write(files, directory, manifest);
        return manifest;
    }

    private void load(SnapshotInfo info) throws IOException {
        Path path = info.path(directory);
        try {
            if (!files.exists(path)) {
                throw new DamagedException(path, 0, "the snapshot is missing");
            }
            try (SnapshotReader reader = new SnapshotReader(files, path)) {
                if (!reader.info().equals(info)) {
                    throw new DamagedException(path, 0, "not the snapshot of the manifest");
                }
                SnapshotLoader.load(reader, machine, loadThreads);
            }
        } catch (DamagedException e) {
            throw damaged(e.describe(), "The snapshot before it and the log are kept for this case.");
        }
    }

    private LogScan replay(Manifest manifest, SequenceVector base) throws IOException {
        List<Long> numbers = SegmentNames.list(files, directory);
        if (manifest.segmentAtLeast() > 0 && (numbers.isEmpty() || numbers.getLast() < manifest.segmentAtLeast())) {
            Path missing = SegmentNames.path(directory, manifest.segmentAtLeast());
            throw damaged(
                    missing + " is missing, the log's last segment or one before it",
                    "The operations in it would be lost.");
        }
        long first = LogFiles.firstNeeded(LogFiles.starts(files, directory), base);
        if (first < 0 && manifest.segmentAtLeast() > 0) {
            throw damaged(
                    "the log in " + directory + " begins after what the snapshots hold",
                    "The operations in between would be lost.");
        }
        long from = Math.max(first, 0);
        return new LogScanner(files, directory, this::replayOne)
                .scan(numbers.stream().filter(number -> number >= from).toList());
    }

    private void replayOne(int shard, long sequence, long time, long operation) {
        long present = machine.sequence(shard);
        if (sequence <= present) {
            return;
        }
        if (sequence != present + 1) {
            throw new IllegalStateException("the state is at sequence " + present);
        }
        machine.replay(shard, sequence, time, operation);
        replayed++;
    }

    private void refuseIfWrong(LogScan scan, SequenceVector base, Manifest manifest) throws IOException {
        if (scan.ending() instanceof LogEnding.Broken broken) {
            throw damaged(
                    broken.damage().describe() + ", within what was known to be durable",
                    DamageText.loss(scan.sequences().max(base), broken.damage()));
        }
        if (!base.isWithin(scan.sequences())) {
            throw damaged(
                    "the log in %s ends at segment %d, byte %d, before what the snapshot holds"
                            .formatted(
                                    directory, scan.end().segment(), scan.end().offset()),
                    "The snapshot is whole; operations after it may be lost.");
        }
        if (scan.end().segment() < manifest.segmentAtLeast()) {
            throw damaged(
                    SegmentNames.path(directory, manifest.segmentAtLeast()) + " was in use, but nothing of it is left",
                    "The operations in it would be lost.");
        }
        for (HistoryId history : scan.histories()) {
            if (manifest.histories().stream().noneMatch(known -> known.id().equals(history))) {
                throw damaged(
                        "the log holds history " + history + ", which the manifest does not know",
                        "Files of another data directory may have got in.");
            }
        }
    }

    private static boolean mayHaveLost(LogEnding ending) {
        return switch (ending) {
            case LogEnding.Empty ignored -> false;
            case LogEnding.Closed ignored -> false;
            case LogEnding.Unclosed ignored -> true;
            case LogEnding.Torn ignored -> true;
            case LogEnding.Broken ignored -> true;
        };
    }

    private Manifest branch(Manifest manifest, SequenceVector sequences) {
        History.Origin origin =
                new History.Origin.Branched(manifest.history().id(), sequences, History.Cause.UNCLEAN_START);
        return manifest.withHistory(new History(HistoryId.random(random), origin, clock.millis()));
    }

    /** From here on the directory is changed; a crash at any point leaves one that starts the same. */
    private void settle(LogScan scan, Manifest manifest) throws IOException {
        LogFiles.sync(files, directory, scan.segments());
        LogFiles.cut(files, directory, scan.end());
        ManifestFile.write(files, directory, manifest);
        LogFiles.sweep(files, directory);
        SnapshotFiles.sweep(files, directory, manifest);
    }

    private long bytesOf(LogScan scan) throws IOException {
        return LogFiles.bytes(files, directory, scan.segments());
    }

    private StartRefusedException damaged(String what, String loss) {
        return StartRefusedException.damaged(directory, what, loss);
    }
}
