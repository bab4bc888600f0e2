package io.synap.server.lifecycle;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.log.OperationLog;
import io.synap.replication.snapshot.SnapshotOptions;
import io.synap.server.config.PersistenceConfig;
import io.synap.server.config.SynapConfig;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The state and what keeps it: engine, and log and snapshots where they are wanted. Made and closed by
 * one thread; in between thread-safe.
 */
final class Storage implements AutoCloseable {
    /** Threads beside the event loops that append: expiry, and room for those to come. */
    private static final int OTHER_APPENDERS = 8;

    private static final int INLINE_RECORD_BYTES_MAX = 64 * 1024;
    private static final long EXTERNAL_RECORD_BYTES_MAX = 64L << 20;
    private static final long SYNC_INTERVAL_MILLIS = 1000;
    private static final int IMAGE_ATTEMPTS = 5;

    private final Engine engine;
    private final @Nullable Persistence persistence;
    private final Node node;

    private Storage(Engine engine, @Nullable Persistence persistence, Node node) {
        this.engine = engine;
        this.persistence = persistence;
        this.node = node;
    }

    /** Recovers what the data directory holds, if anything is to be kept at all. */
    static Storage open(SynapConfig config, Clock clock) throws IOException {
        SecureRandom random = new SecureRandom();
        EvictionPolicy policy = config.memory().policy();
        Engine engine = new Engine(new EngineOptions(
                random.nextLong(),
                tracking(policy),
                Math.toIntExact(config.limits().valueBytesMax())));
        try {
            Persistence persistence = config.persistence().enabled()
                    ? Persistence.open(
                            config.persistence().dir(), options(config), new DiskFiles(), engine, clock, random)
                    : null;
            OperationLog log = persistence == null ? null : persistence.log();
            MemoryBudget budget =
                    new MemoryBudget(engine::usedBytes, config.memory().limitBytes(), policy);
            boolean gated = config.persistence().fsync() == FsyncPolicy.ALWAYS;
            Node node = new Node(engine, log, gated, budget, clock, random);
            if (log != null) {
                log.onFailure(node::fault);
            }
            node.notices().tell(config.pubsub().notices());
            node.resumeSessions();
            return new Storage(engine, persistence, node);
        } catch (IOException | RuntimeException failed) {
            engine.close();
            throw failed;
        }
    }

    /** LRU unless LFU is asked for, since OBJECT IDLETIME wants it too and it costs next to nothing. */
    static AccessTracking tracking(EvictionPolicy policy) {
        return policy == EvictionPolicy.ALLKEYS_LFU ? AccessTracking.LFU : AccessTracking.LRU;
    }

    private static PersistenceOptions options(SynapConfig config) {
        PersistenceConfig settings = config.persistence();
        int appenders = config.server().eventLoopCount() + OTHER_APPENDERS;
        long ring = Math.max(settings.ringBytes(), 2L * appenders * INLINE_RECORD_BYTES_MAX);
        LogOptions log = new LogOptions(
                settings.fsync(),
                powerOfTwo(ring),
                INLINE_RECORD_BYTES_MAX,
                appenders,
                EXTERNAL_RECORD_BYTES_MAX,
                settings.segmentBytes(),
                SYNC_INTERVAL_MILLIS);
        return new PersistenceOptions(
                log, snapshotOptions(config), Runtime.getRuntime().availableProcessors());
    }

    private static SnapshotOptions snapshotOptions(SynapConfig config) {
        return new SnapshotOptions(
                config.persistence().snapshot().logBytes(),
                TimeUnit.SECONDS.toMillis(config.persistence().snapshot().intervalSeconds()),
                config.persistence().snapshot().bytesPerSecondMax(),
                IMAGE_ATTEMPTS);
    }

    private static int powerOfTwo(long atLeast) {
        return Math.toIntExact(Long.highestOneBit(Math.max(1, atLeast - 1)) << 1);
    }

    /** Takes over what may change while the server runs. */
    void change(SynapConfig config) {
        EvictionPolicy policy = config.memory().policy();
        if (tracking(policy) != tracking(node.budget().policy())) {
            engine.trackAccess(tracking(policy));
        }
        node.notices().tell(config.pubsub().notices());
        node.budget().change(config.memory().limitBytes(), policy);
        if (persistence != null) {
            persistence.snapshots().change(snapshotOptions(config));
        }
    }

    Engine engine() {
        return engine;
    }

    Node node() {
        return node;
    }

    @Nullable
    Persistence persistence() {
        return persistence;
    }

    /** Ends the log, so that the next start knows nothing is missing. Nobody may use the node any more. */
    @Override
    public void close() throws IOException {
        try (engine) {
            if (persistence != null) {
                persistence.close();
            }
        }
    }
}
