package io.synap.server.lifecycle;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.replication.backup.BackupReport;
import io.synap.server.completion.Completions;
import io.synap.server.completion.Requester;
import io.synap.server.config.HttpConfig;
import io.synap.server.config.SseConfig;
import io.synap.server.config.SynapConfig;
import io.synap.server.config.WebSocketConfig;
import io.synap.server.feed.ChangeFeed;
import io.synap.server.http.HttpAdmin;
import io.synap.server.http.HttpEdge;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.HttpMetrics;
import io.synap.server.http.sse.SseLimits;
import io.synap.server.http.sse.SseMetrics;
import io.synap.server.http.stream.LiveRooms;
import io.synap.server.http.websocket.WebSocketMetrics;
import io.synap.server.http.websocket.WebSocketSettings;
import io.synap.server.logging.RequestIds;
import io.synap.server.pubsub.PubSub;
import io.synap.server.resp.ConnectedClient;
import io.synap.server.resp.RespServer;
import io.synap.server.telemetry.HttpRouteMetrics;
import io.synap.server.telemetry.KvCommand;
import io.synap.server.telemetry.KvCounters;
import io.synap.server.telemetry.KvOutcome;
import io.synap.server.telemetry.KvTimer;
import io.synap.server.telemetry.NamedCounters;
import io.synap.server.telemetry.NamedFamily;
import io.synap.server.telemetry.NamedOutcome;
import io.synap.server.telemetry.SseFigures;
import io.synap.server.telemetry.Telemetry;
import io.synap.server.topic.TopicLimits;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Gives the HTTP edge its settings and what its routes ask of the server around them. Thread-safe. */
final class HttpWiring implements HttpAdmin {
    private static final List<String> SECTIONS = List.of("server", "memory", "persistence", "stats", "keyspace");

    private final SynapConfig config;
    private final Storage storage;
    private final Operations operations;
    private final Telemetry telemetry;
    private final ChangeFeed changes;
    private final PubSub pubSub;
    private final @Nullable RespServer resp;

    HttpWiring(
            SynapConfig config,
            Storage storage,
            Operations operations,
            Telemetry telemetry,
            ChangeFeed changes,
            PubSub pubSub,
            @Nullable RespServer resp) {
        this.changes = changes;
        this.config = config;
        this.storage = storage;
        this.operations = operations;
        this.telemetry = telemetry;
        this.pubSub = pubSub;
        this.resp = resp;
    }

    HttpEdge.Setup setup(LiveRooms rooms, Completions completions) {
        HttpConfig http = config.http();
        return new HttpEdge.Setup(
                http.host(),
                http.port(),
                config.server().eventLoopCount(),
                storage.node(),
                limits(http),
                RespWiring.streams(config),
                QueueWiring.limits(config),
                topicLimits(),
                changes,
                rooms,
                completions,
                this,
                new Metrics(telemetry),
                events(config.sse()),
                pubSub,
                PubSubWiring.channels(config.pubsub()),
                new RequestIds(),
                webSockets(config.websocket()));
    }

    private static WebSocketSettings webSockets(WebSocketConfig given) {
        return new WebSocketSettings(
                given.compression(),
                Math.toIntExact(given.messageBytesMax()),
                given.outputBytesMax(),
                given.buffersBytesMax(),
                given.subscriptionsMax(),
                given.commandsMax(),
                TimeUnit.SECONDS.toMillis(given.pingSeconds()),
                TimeUnit.SECONDS.toMillis(given.idleTimeoutSeconds()),
                TimeUnit.SECONDS.toMillis(given.stallSeconds()),
                // For conformance tests alone, so it is no setting.
                Boolean.getBoolean("synap.test.websocket.echo"));
    }

    private HttpLimits limits(HttpConfig http) {
        HttpLimits usual = HttpLimits.DEFAULTS;
        return new HttpLimits(
                Math.toIntExact(http.bodyBytesMax()),
                Math.max(usual.pendingBodyBytesMax(), http.bodyBytesMax()),
                http.connectionsMax(),
                Math.toIntExact(http.headerBytesMax()),
                usual.uriBytesMax(),
                usual.headerTimeoutMillis(),
                usual.bodyTimeoutMillis(),
                TimeUnit.SECONDS.toMillis(http.idleTimeoutSeconds()),
                usual.roomTimeoutMillis(),
                config.limits().waitMillisMax(),
                config.limits().commandBatchMax(),
                config.limits().scanCountMax(),
                usual.replyBytesMax());
    }

    private static SseLimits events(SseConfig sse) {
        return new SseLimits(
                Math.toIntExact(sse.outputBytesMax()),
                TimeUnit.SECONDS.toMillis(sse.stallSeconds()),
                TimeUnit.SECONDS.toMillis(sse.pingSeconds()));
    }

    private TopicLimits topicLimits() {
        return new TopicLimits(
                config.limits().partitionsMax(),
                config.limits().roomsMax(),
                config.limits().groupsMax(),
                config.limits().groupMembersMax());
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public long uptimeMillis() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    @Override
    public Readiness readiness() {
        Throwable failure = storage.node().failure();
        return failure == null ? Readiness.READY : new Readiness(false, "the operation log has failed");
    }

    @Override
    public Map<String, Object> info(String section) {
        if (!section.isEmpty()) {
            return facts(section);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        SECTIONS.forEach(each -> all.put(each, facts(each)));
        return all;
    }

    private Map<String, Object> facts(String section) {
        Map<String, Object> facts = new LinkedHashMap<>(operations.info(section));
        if (section.equals("memory")) {
            facts.put("used_memory", storage.engine().usedBytes());
            facts.put("reserved_memory", storage.engine().reservedBytes());
            facts.put("maxmemory", storage.node().budget().maxBytes());
            facts.put("maxmemory_policy", storage.node().budget().policy().text());
        }
        if (section.equals("keyspace")) {
            facts.put("keys", storage.engine().keyCount());
            facts.put("expires", storage.engine().expiringKeyCount());
        }
        return facts;
    }

    @Override
    public KvCounts kvCounts() {
        long hits = telemetry.kvOperations(KvCommand.GET, KvOutcome.SUCCESS);
        long misses = telemetry.kvOperations(KvCommand.GET, KvOutcome.MISS);
        return new KvCounts(
                hits + misses,
                telemetry.kvOperations(KvCommand.SET, KvOutcome.SUCCESS),
                telemetry.kvOperations(KvCommand.DELETE, KvOutcome.SUCCESS),
                hits,
                misses);
    }

    @Override
    public CompletionStage<String> scrape() {
        if (!config.metrics().enabled()) {
            return CompletableFuture.failedFuture(
                    new SynapException(ErrorCode.NOT_SUPPORTED, "metrics.enabled is false"));
        }
        return CompletableFuture.supplyAsync(telemetry::scrape, Scrapes.EXECUTOR);
    }

    @Override
    public CompletionStage<Void> snapshotNow(Requester by) {
        return operations.snapshotNow(by).thenAccept(info -> {});
    }

    @Override
    public CompletionStage<String> backup(String name, Requester by) {
        return operations.backup(name, by).thenApply(BackupReport::describe);
    }

    @Override
    public List<Map<String, Object>> clients() {
        RespServer edge = resp;
        if (edge == null) {
            return List.of();
        }
        List<Map<String, Object>> clients = new ArrayList<>();
        for (ConnectedClient each : edge.clients(System.currentTimeMillis())) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("protocol", "resp");
            facts.put("id", each.id());
            facts.put("addr", each.address());
            facts.put("age", each.ageSeconds());
            facts.put("idle", each.idleSeconds());
            facts.put("name", each.name());
            facts.put("cmd", each.lastCommand());
            clients.add(facts);
        }
        return clients;
    }

    /** Scrapes read files, so they have a thread of their own; it exists once there was a scrape. */
    private static final class Scrapes {
        static final Executor EXECUTOR = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("synap-metrics").daemon().factory());
    }

    private static final class Metrics implements HttpMetrics {
        private final Telemetry telemetry;
        /** One set for all commands of an event loop; each loop asks on its own thread. */
        private final ThreadLocal<KvCounters> counters;

        private final ThreadLocal<KvTimer> timers;
        private final ThreadLocal<Map<NamedFamily, NamedCounters>> named =
                ThreadLocal.withInitial(() -> new EnumMap<>(NamedFamily.class));

        Metrics(Telemetry telemetry) {
            this.telemetry = telemetry;
            this.counters = ThreadLocal.withInitial(telemetry::newKvCounters);
            this.timers = ThreadLocal.withInitial(telemetry::newKvTimer);
        }

        @Override
        public RouteCounter route(String method, String template) {
            HttpRouteMetrics route = telemetry.http().route(method, template);
            return route::record;
        }

        @Override
        public CommandCounter command(String name) {
            if (name.startsWith("pubsub.")) {
                // The hub itself counts those of all transports.
                return (status, nanos, subject) -> {};
            }
            NamedLabels labels = NamedLabels.of(name);
            if (labels != null) {
                return namedCounter(labels);
            }
            KvCommand command = CommandLabels.of(name);
            KvCounters own = counters.get();
            KvTimer timer = timers.get();
            return (status, nanos, subject) -> {
                own.count(command, outcome(status), 1);
                timer.record(command, 1, nanos);
            };
        }

        private CommandCounter namedCounter(NamedLabels labels) {
            NamedCounters own = named.get().computeIfAbsent(labels.family(), telemetry::newNamedCounters);
            return (status, nanos, subject) -> {
                NamedOutcome outcome = switch (status) {
                    case OK -> NamedOutcome.SUCCESS;
                    case MISS -> NamedOutcome.EMPTY;
                    case ERROR -> NamedOutcome.ERROR;
                };
                int place = subject == null
                        ? own.place(labels.operation())
                        : own.place(subject, labels.operation(), outcome == NamedOutcome.SUCCESS);
                own.count(place, outcome, 1);
                own.record(place, 1, nanos);
            };
        }

        @Override
        public LongConsumer appends() {
            return telemetry.newEventCounters()::appended;
        }

        private static KvOutcome outcome(CommandStatus status) {
            return switch (status) {
                case OK -> KvOutcome.SUCCESS;
                case MISS -> KvOutcome.MISS;
                case ERROR -> KvOutcome.ERROR;
            };
        }

        @Override
        public SseMetrics events() {
            return new Events(telemetry.sse());
        }

        @Override
        public void connectionOpened() {
            telemetry.http().connectionOpened();
        }

        @Override
        public void connectionClosed() {
            telemetry.http().connectionClosed();
        }

        @Override
        public WebSocketMetrics webSockets() {
            return new WebSocketWiring(telemetry.newWebSocketCounters());
        }
    }

    private record Events(SseFigures figures) implements SseMetrics {
        @Override
        public void opened() {
            figures.opened();
        }

        @Override
        public void closed() {
            figures.closed();
        }

        @Override
        public void sent(int events) {
            figures.sent(events);
        }

        @Override
        public void slow() {
            figures.slow();
        }
    }
}
