package io.synap.replication;

import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.replication.files.FileStore;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.log.OperationLog;
import io.synap.replication.log.RecordBuilder;
import io.synap.replication.snapshot.SnapshotOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** A node reduced to state and persistence. Confined to one thread. */
public final class TestNode implements AutoCloseable {
    public static final Path DIRECTORY = Path.of("/data");

    private final FakeState state = new FakeState();
    private final Persistence persistence;
    private final RecordBuilder builder = new RecordBuilder();
    private final NativeBuffer buffer;
    private long time = 1_000_000;

    public TestNode(FileStore files, FsyncPolicy policy, long seed) throws IOException {
        this(DIRECTORY, files, options(policy), seed);
    }

    public TestNode(Path directory, FileStore files, PersistenceOptions options, long seed) throws IOException {
        this(directory, files, options, Clock.systemUTC(), seed);
    }

    public TestNode(Path directory, FileStore files, PersistenceOptions options, Clock clock, long seed)
            throws IOException {
        persistence = Persistence.open(directory, options, files, state, clock, new Random(seed));
        // After what may fail: nobody closes a node that was never there.
        buffer = new NativeBuffer(64 << 10);
    }

    /** Small enough that everything wraps, rolls and overflows in a short test. */
    public static PersistenceOptions options(FsyncPolicy policy) {
        return options(policy, new SnapshotOptions(Long.MAX_VALUE, 0, 0, 3));
    }

    public static PersistenceOptions options(FsyncPolicy policy, SnapshotOptions snapshots) {
        return new PersistenceOptions(new LogOptions(policy, 16 << 10, 1 << 10, 4, 32 << 10, 8 << 10, 3), snapshots, 2);
    }

    public FakeState state() {
        return state;
    }

    public Persistence persistence() {
        return persistence;
    }

    public OperationLog log() {
        return persistence.log();
    }

    /** Sets a key; returns the log position that makes it durable. */
    public long set(int shard, String key, byte[] value) {
        awaitRoom(value.length + 100);
        KvOperation.Set set = Operations.set(key, value);
        int length = OperationCodec.encode(set, buffer.address());
        synchronized (state.lock(shard)) {
            long sequence = state.sequence(shard) + 1;
            state.replay(shard, sequence, ++time, buffer.address());
            long position = log().append(shard, sequence, time, buffer.address(), length);
            log().nudge();
            return position;
        }
    }

    /** Sets a key in two shards at once. */
    public long setBoth(int first, int second, String key, byte[] value) {
        awaitRoom(2L * value.length + 200);
        KvOperation.Set set = Operations.set(key, value);
        int length = OperationCodec.encode(set, buffer.address());
        builder.begin(++time);
        for (int shard : new int[] {first, second}) {
            long sequence = state.sequence(shard) + 1;
            state.replay(shard, sequence, time, buffer.address());
            builder.add(shard, sequence, buffer.address(), length);
        }
        long position = log().append(builder);
        log().nudge();
        return position;
    }

    private void awaitRoom(long bytes) {
        while (!log().hasRoom(bytes)) {
            if (log().failed()) {
                throw new IllegalStateException("the log failed", log().failure());
            }
            CountDownLatch room = new CountDownLatch(1);
            log().whenRoom(room::countDown);
            await(room);
        }
    }

    /** Waits until a position is synced or the log failed; whether it is synced. */
    public boolean awaitSynced(long position) {
        CountDownLatch done = new CountDownLatch(1);
        log().onSynced(synced -> {
            if (synced >= position) {
                done.countDown();
            }
        });
        log().onFailure(failure -> done.countDown());
        log().requestSync();
        if (log().synced() < position) {
            await(done);
        }
        return log().synced() >= position;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, java.util.concurrent.TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the node as a killed process ends; the file system must not let it write any more. */
    public void abandon() {
        try {
            persistence.close();
        } catch (IOException | RuntimeException expected) {
            // Its files are gone.
        }
        buffer.close();
    }

    @Override
    public void close() throws IOException {
        persistence.close();
        buffer.close();
    }
}
