package io.synap.server.resp;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.protocol.resp.RespLimits;
import io.synap.replication.log.OperationLog;
import io.synap.server.config.LiveSettings;
import io.synap.server.config.RedisConfigNames;
import io.synap.server.config.SynapConfig;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import io.synap.server.pubsub.PubSub;
import io.synap.server.pubsub.PubSubLimits;
import io.synap.server.pubsub.PubSubMeter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The RESP edge on a free port, over a node of its own. */
final class RespTestServer implements AutoCloseable {
    private static final int VALUE_BYTES_MAX = 16 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Engine engine;
    private final Node node;
    private final PubSub pubSub;
    private final RespServer server;
    private final int port;
    private final AtomicInteger bufferLimits = new AtomicInteger();

    private RespTestServer(
            long memoryMax, Function<Engine, @Nullable OperationLog> openLog, UnaryOperator<RespSettings> change) {
        engine = new Engine(new EngineOptions(7, AccessTracking.LRU, VALUE_BYTES_MAX));
        OperationLog log = openLog.apply(engine);
        node = new Node(
                engine,
                log,
                log != null,
                new MemoryBudget(engine::usedBytes, memoryMax, EvictionPolicy.NOEVICTION),
                Clock.systemUTC(),
                new SplittableRandom(1));
        RespSettings settings = change.apply(RespSettings.defaults("127.0.0.1", 0, 2, VALUE_BYTES_MAX));
        pubSub = new PubSub(PubSubLimits.DEFAULTS, Clock.systemUTC(), () -> PubSubMeter.NONE);
        LiveSettings live = new LiveSettings(SynapConfig.defaults());
        server =
                new RespServer(vertx, settings, node, pubSub, new FakeAdmin(live), () -> new FakeMetrics(bufferLimits));
        live.onChange(changed -> server.change(new RespTuning(
                changed.resp().connectionsMax(),
                TimeUnit.SECONDS.toMillis(changed.resp().idleTimeoutSeconds()),
                changed.resp().slowlogSlowerThanMicros(),
                changed.resp().slowlogEntriesMax())));
        live.onChange(changed -> node.notices().tell(changed.pubsub().notices()));
        port = join(server.start());
    }

    static RespTestServer start() {
        return start(settings -> settings);
    }

    static RespTestServer start(UnaryOperator<RespSettings> change) {
        return new RespTestServer(0, engine -> null, change);
    }

    /** With one event loop, so that what is published has arrived when the publisher has its reply. */
    static RespTestServer onOneLoop() {
        return start(settings -> RespSettings.defaults(settings.host(), 0, 1, VALUE_BYTES_MAX));
    }

    static RespTestServer withMemory(long memoryMax) {
        return new RespTestServer(memoryMax, engine -> null, settings -> settings);
    }

    /** With a log, every reply of which waits until it is synced. */
    static RespTestServer gated(Function<Engine, @Nullable OperationLog> openLog) {
        return new RespTestServer(0, openLog, settings -> settings);
    }

    static RespSettings withLimits(
            RespSettings settings, RespLimits limits, int connectionsMax, long idleMillis, long outputMax) {
        RespTuning tuning = settings.tuning();
        return with(
                settings,
                limits,
                new RespTuning(connectionsMax, idleMillis, tuning.slowMicros(), tuning.slowEntriesMax()),
                outputMax,
                settings.outputStallMillis(),
                settings.pushBytesMax(),
                settings.buffersBytesMax());
    }

    static RespSettings withBuffers(RespSettings settings, long stallMillis, long buffersMax) {
        return with(
                settings,
                settings.limits(),
                settings.tuning(),
                settings.outputBytesMax(),
                stallMillis,
                settings.pushBytesMax(),
                buffersMax);
    }

    static RespSettings withPushes(RespSettings settings, long pushBytesMax) {
        return with(
                settings,
                settings.limits(),
                settings.tuning(),
                settings.outputBytesMax(),
                settings.outputStallMillis(),
                pushBytesMax,
                settings.buffersBytesMax());
    }

    private static RespSettings with(
            RespSettings settings,
            RespLimits limits,
            RespTuning tuning,
            long outputMax,
            long stallMillis,
            long pushBytesMax,
            long buffersMax) {
        return new RespSettings(
                settings.host(),
                settings.port(),
                settings.eventLoops(),
                limits,
                tuning,
                settings.heldBytesMax(),
                settings.outputWaitBytes(),
                outputMax,
                stallMillis,
                pushBytesMax,
                buffersMax,
                settings.heldBatchesMax(),
                settings.largeBytesMax(),
                settings.streams(),
                settings.queues());
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    int port() {
        return port;
    }

    Node node() {
        return node;
    }

    PubSub pubSub() {
        return pubSub;
    }

    /** Connections closed because their buffers exceeded a limit. */
    int bufferLimitsExceeded() {
        return bufferLimits.get();
    }

    RespServer server() {
        return server;
    }

    @Override
    public void close() {
        join(server.stop());
        join(vertx.close());
        engine.close();
    }

    /** A server around the edge, with the real settings, which takes snapshots at once. */
    private static final class FakeAdmin implements RespAdmin {
        private final RedisConfigNames names;

        FakeAdmin(LiveSettings live) {
            this.names = new RedisConfigNames(live);
        }

        @Override
        public Map<String, String> configGet(String glob) {
            return names.get(glob);
        }

        @Override
        public @Nullable String configSet(List<String> pairs) {
            return names.set(pairs).orElse(null);
        }

        @Override
        public void info(String section, BiConsumer<String, Object> line) {
            if (section.equals("server")) {
                line.accept("synap_version", "test");
            }
        }

        @Override
        public Future<Void> snapshotNow() {
            return Future.succeededFuture();
        }

        @Override
        public long lastSnapshotMillis() {
            return 1_000_000;
        }

        @Override
        public void shutdown(boolean snapshot) {}
    }

    /** Counts what the tests look at. */
    private record FakeMetrics(AtomicInteger bufferLimits) implements CommandMetrics {
        @Override
        public void done(int commandIndex) {}

        @Override
        public void missed(int commandIndex) {}

        @Override
        public void failed(int commandIndex) {}

        @Override
        public void batch(int commands, long nanos) {}

        @Override
        public void bufferLimitExceeded() {
            bufferLimits.incrementAndGet();
        }
    }
}
