package io.synap.replication.snapshot;

import io.synap.protocol.Slots;
import io.synap.protocol.state.ImageOverrunException;
import io.synap.protocol.state.ShardImage;
import io.synap.protocol.state.StateMachine;
import io.synap.replication.files.FileStore;
import io.synap.replication.files.StoredFile;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.OperationLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots while the server serves. Thread-safe; one thread of its own does the work.
 *
 * <p>The shards are written one after another, each as of one sequence, into a file that gets its name
 * only when it is complete and durable. It counts once the manifest lists it, and the manifest lists
 * it only when the log is durable at least as far: so no start finds a snapshot ahead of its log. The
 * snapshot before is kept, with the log from there on. A snapshot that fails, be it because the disk is
 * full, is abandoned and reported; the server goes on.
 */
public final class Snapshotter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);
    private static final long LOOK_MILLIS = 1000;

    /** Something that must not meet a snapshot or a trimmed log: done between snapshots. */
    private record Task(Callable<?> work, CompletableFuture<Object> done) {}

    // Immutable.
    private final FileStore files;
    private final Path directory;
    private volatile SnapshotOptions options;
    private final StateMachine machine;
    private final OperationLog log;
    private final ManifestKeeper manifest;
    private final Clock clock;
    private final RandomGenerator random;
    private final Thread thread;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private final Object logSynced = new Object();

    // Guarded by this.
    private final Queue<Task> tasks = new ArrayDeque<>();
    private boolean stopped;

    // Owned by the snapshotter's thread.
    private long logBytesBefore;
    private long appendedBefore;
    private long lastMillis;
    private long nextNumber;

    // Written by the snapshotter's thread.
    private volatile boolean awaitingLog;
    private volatile @Nullable Throwable lastFailure;
    private volatile boolean running;

    /** The log bytes are those that the start found in the log behind the newest snapshot. */
    public Snapshotter(
            FileStore files,
            Path directory,
            SnapshotOptions options,
            StateMachine machine,
            OperationLog log,
            ManifestKeeper manifest,
            Clock clock,
            RandomGenerator random,
            long logBytes) {
        this.files = files;
        this.directory = directory;
        this.options = options;
        this.machine = machine;
        this.log = log;
        this.manifest = manifest;
        this.clock = clock;
        this.random = random;
        this.logBytesBefore = log.storedBytes() - logBytes;
        this.lastMillis = clock.millis();
        this.nextNumber = manifest.manifest().snapshots().stream()
                        .mapToLong(SnapshotInfo::number)
                        .max()
                        .orElse(0)
                + 1;
        this.thread = Thread.ofPlatform().name("synap-snapshot").unstarted(this::run);
    }

    public void start() {
        log.onSynced(position -> wakeWhenSynced());
        log.onFailure(failure -> wakeWhenSynced());
        thread.start();
    }

    /** Goes by other options from the next snapshot on. */
    public void change(SnapshotOptions changed) {
        options = changed;
    }

    /** Takes a snapshot of at least what is applied now. */
    public CompletableFuture<SnapshotInfo> snapshotNow() {
        return between(this::take);
    }

    /** Does work on the thread that takes snapshots and trims the log, so that neither happens. */
    @SuppressWarnings("unchecked") // The task completes with what its own work returned.
    public <T> CompletableFuture<T> between(Callable<T> work) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        synchronized (this) {
            if (stopped) {
                done.completeExceptionally(new IllegalStateException("the server is closing"));
            } else {
                tasks.add(new Task(work, done));
                notifyAll();
            }
        }
        return done.thenApply(result -> (T) result);
    }

    /** The number of snapshots taken since the start. */
    public long taken() {
        return taken.get();
    }

    /** The number of snapshots that failed since the start. */
    public long failures() {
        return failed.get();
    }

    /** How often it was asked, since the start, whether a snapshot is due by itself. */
    long looks() {
        return looks.get();
    }

    public @Nullable Throwable lastFailure() {
        return lastFailure;
    }

    public boolean isRunning() {
        return running;
    }

    /** Ends the thread; a snapshot under way is abandoned. */
    @Override
    public void close() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        wakeWhenSynced();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // --- The snapshotter's thread ---

    private void run() {
        Task task = awaitTask();
        while (task != null) {
            try {
                task.done().complete(task.work().call());
            } catch (Throwable e) {
                task.done().completeExceptionally(e);
            }
            task = awaitTask();
        }
    }

    /** The next task, be it one that is due by itself; none when it is time to stop. */
    private synchronized @Nullable Task awaitTask() {
        while (!stopped) {
            Task next = tasks.poll();
            if (next != null) {
                return next;
            }
            boolean due = isDue();
            looks.incrementAndGet();
            if (due) {
                return new Task(this::take, new CompletableFuture<>());
            }
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                LOG.warn("the snapshot thread was interrupted; no more snapshots", e);
                stopped = true;
            }
        }
        tasks.forEach(task -> task.done().completeExceptionally(new IllegalStateException("the server is closing")));
        tasks.clear();
        return null;
    }

    private boolean isDue() {
        long grown = log.storedBytes() - logBytesBefore;
        return grown >= options.logBytes()
                || (options.intervalMillis() > 0
                        && log.appended() != appendedBefore
                        && clock.millis() - lastMillis >= options.intervalMillis());
    }

    private SnapshotInfo take() throws IOException {
        running = true;
        long bytesNow = log.storedBytes();
        long appendedNow = log.appended();
        try {
            SnapshotInfo info = write();
            taken.incrementAndGet();
            lastFailure = null;
            LOG.info("snapshot {} taken, {} bytes", info.number(), info.bytes());
            return info;
        } catch (IOException | RuntimeException | Error e) {
            // Errors too, such as native memory that is not to be had: nobody asked for an automatic
            // snapshot, so nobody else would say so.
            failed.incrementAndGet();
            lastFailure = e;
            LOG.error("the snapshot was abandoned; the server goes on", e);
            throw e;
        } finally {
            // After a failure too: the next attempt waits for its turn instead of following at once.
            logBytesBefore = bytesNow;
            appendedBefore = appendedNow;
            lastMillis = clock.millis();
            running = false;
        }
    }

    private SnapshotInfo write() throws IOException {
        long number = nextNumber++;
        long takenMillis = clock.millis();
        Path aside = directory.resolve(number + SnapshotFormat.WRITING_SUFFIX);
        SnapshotInfo info;
        try {
            info = writeAside(aside, number, takenMillis);
            awaitLog(log.appended());
            files.rename(aside, info.path(directory));
            files.syncDirectory(directory);
        } catch (IOException | RuntimeException | Error e) {
            deleteQuietly(aside);
            throw e;
        }
        // Should this fail, nobody knows which manifest the disk has: the new snapshot stays, unlisted
        // perhaps, and the old one too.
        Manifest before = manifest.manifest();
        long segment = log.storedSynced().segment();
        Manifest now = manifest.change(m -> m.withSnapshot(info).withSegmentAtLeast(segment));
        retire(before, now);
        return info;
    }

    private SnapshotInfo writeAside(Path aside, long number, long takenMillis) throws IOException {
        if (files.exists(aside)) {
            files.delete(aside);
        }
        try (StoredFile file = files.create(aside);
                SnapshotWriter writer = new SnapshotWriter(file, random.nextInt(), throttle())) {
            var history = manifest.manifest().history().id();
            writer.begin(number, history, takenMillis);
            for (int shard = 0; shard < Slots.SHARDS; shard++) {
                writeShard(writer, shard);
            }
            long bytes = writer.end();
            return new SnapshotInfo(number, history, takenMillis, bytes, writer.sequences());
        }
    }

    /** An image that could not be kept up, because too much changed meanwhile, is begun again. */
    private void writeShard(SnapshotWriter writer, int shard) throws IOException {
        for (int attempt = 1; ; attempt++) {
            failIfStopped();
            try (ShardImage image = machine.openImage(shard)) {
                writer.writeShard(image);
                return;
            } catch (ImageOverrunException e) {
                if (attempt == options.attemptsPerShard()) {
                    throw e;
                }
                LOG.warn("the image of shard {} is begun again: {}", shard, e.getMessage());
            }
        }
    }

    /** Waits until the log is durable up to a position, whatever the policy. */
    private void awaitLog(long position) throws IOException {
        synchronized (logSynced) {
            awaitingLog = true;
            log.requestSync();
            try {
                while (log.synced() < position) {
                    if (log.failed()) {
                        throw new IOException("the log failed", log.failure());
                    }
                    failIfStopped();
                    logSynced.wait(LOOK_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the log", e);
            } finally {
                awaitingLog = false;
            }
        }
    }

    private void wakeWhenSynced() {
        if (awaitingLog) {
            synchronized (logSynced) {
                logSynced.notifyAll();
            }
        }
    }

    private Throttle throttle() {
        return new Throttle(options.bytesPerSecond(), this::isStopped);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void failIfStopped() throws IOException {
        if (isStopped()) {
            throw new IOException("the server is closing");
        }
    }

    /** Deletes what the new manifest does not need: older snapshots, and the log behind all kept. */
    private void retire(Manifest before, Manifest now) throws IOException {
        for (SnapshotInfo old : before.snapshots()) {
            if (!now.snapshots().contains(old)) {
                files.delete(old.path(directory));
            }
        }
        // With a single snapshot the way back is an empty state and the whole log.
        SequenceVector needed = now.snapshots().size() < 2
                ? SequenceVector.ZERO
                : now.snapshots().getLast().sequences();
        int trimmed = log.trim(needed);
        LOG.debug("{} log segments deleted", trimmed);
    }

    private void deleteQuietly(Path aside) {
        try {
            if (files.exists(aside)) {
                files.delete(aside);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be deleted", aside, e);
        }
    }
}
