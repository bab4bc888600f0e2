package io.synap.server.lifecycle;

import io.synap.protocol.resp.RespLimits;
import io.synap.server.config.LiveSettings;
import io.synap.server.config.RedisConfigNames;
import io.synap.server.config.RespConfig;
import io.synap.server.config.SynapConfig;
import io.synap.server.resp.RespAdmin;
import io.synap.server.resp.RespSettings;
import io.synap.server.resp.RespTuning;
import io.synap.server.stream.StreamLimits;
import io.synap.server.telemetry.KvCommand;
import io.synap.server.telemetry.KvOutcome;
import io.synap.server.telemetry.Telemetry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Gives the RESP edge its settings and what its administrative commands ask for. Thread-safe. */
final class RespWiring implements RespAdmin {
    private static final int HELD_BYTES_MAX = 1 << 20;
    private static final int HELD_BATCHES_MAX = 64;

    private final RedisConfigNames names;
    private final Operations operations;
    private final Telemetry telemetry;

    RespWiring(LiveSettings live, Operations operations, Telemetry telemetry) {
        this.telemetry = telemetry;
        this.names = new RedisConfigNames(live);
        this.operations = operations;
    }

    static RespSettings settings(SynapConfig config) {
        RespLimits limits = new RespLimits(
                config.limits().argumentsMax(),
                Math.toIntExact(config.limits().valueBytesMax()),
                Math.toIntExact(config.limits().inlineBytesMax()),
                Math.toIntExact(config.resp().queryBufferBytesMax()));
        return new RespSettings(
                config.resp().host(),
                config.resp().port(),
                config.server().eventLoopCount(),
                limits,
                tuning(config.resp()),
                HELD_BYTES_MAX,
                config.resp().outputWaitBytes(),
                config.resp().outputBufferBytesMax(),
                TimeUnit.SECONDS.toMillis(config.resp().outputStallSeconds()),
                config.resp().pubsubBufferBytesMax(),
                config.resp().buffersBytesMax(),
                HELD_BATCHES_MAX,
                config.resp().outputBufferBytesMax(),
                streams(config),
                QueueWiring.limits(config));
    }

    /** What rooms may hold, at every edge. */
    static StreamLimits streams(SynapConfig config) {
        return new StreamLimits(
                Math.toIntExact(config.limits().messageBytesMax()),
                config.limits().roomsMax(),
                config.limits().groupsMax());
    }

    /** What may change while the server runs. */
    static RespTuning tuning(RespConfig config) {
        return new RespTuning(
                config.connectionsMax(),
                TimeUnit.SECONDS.toMillis(config.idleTimeoutSeconds()),
                config.slowlogSlowerThanMicros(),
                config.slowlogEntriesMax());
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
        operations.info(section).forEach(line);
        if (section.equals("stats")) {
            line.accept("keyspace_hits", telemetry.kvOperations(KvCommand.GET, KvOutcome.SUCCESS));
            line.accept("keyspace_misses", telemetry.kvOperations(KvCommand.GET, KvOutcome.MISS));
        }
    }

    @Override
    public Future<Void> snapshotNow() {
        return Future.fromCompletionStage(operations.snapshotNow()).mapEmpty();
    }

    @Override
    public long lastSnapshotMillis() {
        return operations.lastSnapshotMillis();
    }

    @Override
    public void shutdown(boolean snapshot) {
        operations.shutdown(snapshot);
    }
}
