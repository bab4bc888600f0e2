package io.synap.replication;

import io.synap.protocol.state.StateMachine;
import io.synap.replication.files.FileStore;
import io.synap.replication.history.History;
import io.synap.replication.log.LogFiles;
import io.synap.replication.log.OperationLog;
import io.synap.replication.snapshot.ManifestFile;
import io.synap.replication.snapshot.ManifestKeeper;
import io.synap.replication.snapshot.Snapshotter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes one node's state survive: its data directory with the operation log and the snapshots.
 * Thread-safe. Exactly one of them uses a directory at a time.
 */
public final class Persistence implements AutoCloseable {
    /** The file whose lock says that a directory is in use. */
    public static final String LOCK = "LOCK";

    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);

    private final Path directory;
    private final FileStore files;
    private final Closeable lock;
    private final RecoveryReport recovery;
    private final ManifestKeeper manifest;
    private final OperationLog log;
    private final Snapshotter snapshots;

    private Persistence(
            Path directory,
            FileStore files,
            Closeable lock,
            RecoveryReport recovery,
            ManifestKeeper manifest,
            OperationLog log,
            Snapshotter snapshots) {
        this.directory = directory;
        this.files = files;
        this.lock = lock;
        this.recovery = recovery;
        this.manifest = manifest;
        this.log = log;
        this.snapshots = snapshots;
    }

    /**
     * Opens a data directory, created if need be, and brings its state back into an empty state
     * machine.
     *
     * @param random for history ids and salts; not predictable from outside
     * @throws StartRefusedException if the directory is in use or damaged; nothing was changed, and
     *     the state machine is not to be used
     */
    public static Persistence open(
            Path directory,
            PersistenceOptions options,
            FileStore files,
            StateMachine machine,
            Clock clock,
            RandomGenerator random)
            throws IOException {
        createDirectory(directory, files);
        Closeable lock = lock(directory, files);
        try {
            Recovery.Outcome outcome =
                    new Recovery(directory, files, machine, options.loadThreads(), clock, random).run();
            OperationLog log = LogFiles.open(
                    files,
                    directory,
                    options.log(),
                    outcome.manifest().history().id(),
                    outcome.next(),
                    outcome.segments(),
                    outcome.report().sequences(),
                    clock,
                    random);
            try {
                return start(directory, options, files, machine, clock, random, lock, outcome, log);
            } catch (IOException | RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Persistence start(
            Path directory,
            PersistenceOptions options,
            FileStore files,
            StateMachine machine,
            Clock clock,
            RandomGenerator random,
            Closeable lock,
            Recovery.Outcome outcome,
            OperationLog log)
            throws IOException {
        ManifestKeeper manifest = new ManifestKeeper(files, directory, outcome.manifest());
        // The log's beginning is durable by now, so from here on it may be missed.
        manifest.change(m -> m.withSegmentAtLeast(outcome.next()));
        RecoveryReport report = outcome.report();
        Snapshotter snapshots = new Snapshotter(
                files, directory, options.snapshots(), machine, log, manifest, clock, random, report.replayedBytes());
        snapshots.start();
        LOG.info("{}: {}", directory, report.describe());
        return new Persistence(directory, files, lock, report, manifest, log, snapshots);
    }

    private static void createDirectory(Path directory, FileStore files) throws IOException {
        files.createDirectories(directory);
        Path parent = directory.toAbsolutePath().getParent();
        if (!ManifestFile.exists(files, directory) && parent != null) {
            files.syncDirectory(parent);
        }
    }

    private static Closeable lock(Path directory, FileStore files) throws IOException {
        try {
            return files.lock(directory.resolve(LOCK));
        } catch (IOException e) {
            StartRefusedException refused = new StartRefusedException(
                    "%s is in use by another server (%s)".formatted(directory, e.getMessage()));
            refused.initCause(e);
            throw refused;
        }
    }

    public OperationLog log() {
        return log;
    }

    public Snapshotter snapshots() {
        return snapshots;
    }

    /** How the start went. */
    public RecoveryReport recovery() {
        return recovery;
    }

    public ManifestKeeper manifest() {
        return manifest;
    }

    public History history() {
        return manifest.manifest().history();
    }

    public Path directory() {
        return directory;
    }

    public PersistenceStats stats() throws IOException {
        return new PersistenceStats(
                log.appended(),
                log.written(),
                log.synced(),
                log.syncs(),
                log.storedBytes(),
                log.failed(),
                snapshots.taken(),
                snapshots.failures(),
                snapshots.isRunning(),
                files.freeBytes(directory));
    }

    /**
     * Writes and syncs everything and ends the log, so that the next start knows that nothing is
     * missing. Nobody may append any more.
     *
     * @throws IOException if the log had failed, or fails now: then the next start is an unclean one
     */
    @Override
    public void close() throws IOException {
        try (lock) {
            snapshots.close();
            log.close();
            long last = log.storedEnd().segment();
            manifest.change(m -> m.withSegmentAtLeast(last));
        }
    }
}
