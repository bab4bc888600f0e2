package io.synap.server.feed;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.protocol.Slots;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.Operation;
import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.files.FileStore;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.snapshot.SnapshotOptions;
import io.synap.server.Eventually;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;
import io.synap.server.node.Expiry;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import io.synap.server.node.OperationBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A node with its log and its feed, and the writes of one client. Confined to one thread. */
public final class FeedNode implements AutoCloseable {
    static final ChangeFilter EVERYTHING = new ChangeFilter(Set.of(), List.of());

    private final Engine engine;
    final Persistence kept;
    private final Node node;
    public final ChangeFeed feed;
    private final Access access;
    private final KvCommands commands;
    private final OperationBatch batch = new OperationBatch();

    public FeedNode(Path folder, FileStore files, FsyncPolicy fsync, FeedLimits limits) throws IOException {
        engine = new Engine(new EngineOptions(42, AccessTracking.NONE, 16 << 20));
        LogOptions log = new LogOptions(fsync, 1 << 20, 32 << 10, 8, 64L << 20, 64 << 10, 5);
        PersistenceOptions options = new PersistenceOptions(log, new SnapshotOptions(Long.MAX_VALUE, 0, 0, 3), 1);
        kept = Persistence.open(folder, options, files, engine, Clock.systemUTC(), new SecureRandom());
        MemoryBudget budget = new MemoryBudget(engine::usedBytes, 0, EvictionPolicy.NOEVICTION);
        node = new Node(
                engine, kept.log(), fsync == FsyncPolicy.ALWAYS, budget, Clock.systemUTC(), new SplittableRandom(1));
        feed = new ChangeFeed(node, kept, limits);
        access = node.newAccess();
        commands = new KvCommands(access);
    }

    /** Time passes, as long as this is open. */
    Expiry passing() {
        return new Expiry(node, 1, 200);
    }

    public void set(String key, String value) {
        write(new KvOperation.Set(
                Bytes.utf8(key),
                Bytes.utf8(value),
                new KvOperation.Expiry.None(),
                new KvOperation.Condition.Always(),
                false));
    }

    void setFor(String key, String value, long millis) {
        write(new KvOperation.Set(
                Bytes.utf8(key),
                Bytes.utf8(value),
                new KvOperation.Expiry.At(System.currentTimeMillis() + millis),
                new KvOperation.Condition.Always(),
                false));
    }

    void write(Operation operation) {
        access.tick();
        Eventually.until(() -> access.hasRoom(32 << 10));
        batch.clear();
        batch.add(operation);
        access.write(batch.operation(0), Access.noSink());
        access.endBatch();
    }

    /** What is applied reaches the log's files a moment later. */
    void awaitWritten() {
        Eventually.until(() -> kept.log().written() == kept.log().appended());
    }

    /** So that the log is trimmed. */
    public void snapshotTwice() {
        var _ = kept.snapshots().snapshotNow().join();
        var _ = kept.snapshots().snapshotNow().join();
    }

    long digest() {
        long digest = 0;
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            digest = 31 * digest + engine.shard(shard).digest();
        }
        return digest;
    }

    KvCommands commands() {
        access.tick();
        return commands;
    }

    void end() {
        access.endBatch();
    }

    /** All changes from a position on, page by page. */
    List<Change> readAll(FeedPosition from, ChangeFilter filter) {
        List<Change> all = new ArrayList<>();
        FeedPosition at = from;
        FeedPosition end = feed.now();
        while (!end.sequences().isWithin(at.sequences())) {
            ChangePage page = page(at, filter, 100, 0);
            all.addAll(page.changes());
            at = feed.parse(page.cursor());
        }
        return all;
    }

    ChangePage page(FeedPosition from, ChangeFilter filter, int limit, long waitMillis) {
        return feed.read(from, filter, limit, waitMillis)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() throws IOException {
        feed.close();
        try (engine) {
            kept.close();
        }
    }
}
