package io.synap.server.http;

import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.EnvelopeRoutes;
import io.synap.server.http.feed.FeedHttp;
import io.synap.server.http.kv.KvHttp;
import io.synap.server.http.presence.PresenceFeeds;
import io.synap.server.http.presence.PresenceHttp;
import io.synap.server.http.queue.QueueHttp;
import io.synap.server.http.stream.PartitionEvents;
import io.synap.server.http.stream.StreamHttp;
import io.synap.server.http.topic.TopicHttp;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;
import io.synap.server.node.SyncGate;
import io.synap.server.stream.StreamCommands;
import io.synap.server.topic.TopicCommands;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** One event loop of the HTTP server, with everything of its own. Confined to it. */
final class HttpLoop extends VerticleBase {
    private static final long SWEEP_MILLIS = 250;

    private final HttpEdge.Setup setup;
    private final int port;
    private final AtomicInteger actualPort;
    private final HttpClients clients;

    HttpLoop(HttpEdge.Setup setup, int port, AtomicInteger actualPort, HttpClients clients) {
        this.setup = setup;
        this.port = port;
        this.actualPort = actualPort;
        this.clients = clients;
    }

    @Override
    public Future<?> start() {
        HttpLimits limits = setup.limits();
        LoopExecutor loop = new LoopExecutor(context);
        Access access = setup.node().newAccess();
        access.gatherOn(loop);
        SyncGate gate = new SyncGate(setup.node(), loop);
        Connections connections = new Connections(clients, limits, setup.metrics());
        Dispatcher dispatcher = new Dispatcher(
                vertx,
                context,
                loop,
                setup.node(),
                access,
                gate,
                new RouteTable(routes(access), setup.metrics()),
                limits,
                connections,
                setup.requestIds(),
                setup.metrics());
        vertx.setPeriodic(SWEEP_MILLIS, timer -> {
            long now = System.nanoTime();
            connections.sweep(now);
            dispatcher.sweep(now);
            var _ = setup.rooms().presence().sweep();
        });
        HttpServer server = vertx.createHttpServer(options(limits))
                .connectionHandler(connections::opened)
                .requestHandler(dispatcher::handle)
                .invalidRequestHandler(dispatcher::handleInvalid);
        return server.listen(port, setup.host()).onSuccess(bound -> actualPort.set(bound.actualPort()));
    }

    private List<Route> routes(Access access) {
        HttpAdmin admin = setup.admin();
        CommandRegistry commands = new CommandRegistry(setup.metrics());
        KvHttp kv = new KvHttp(
                new KvCommands(access),
                setup.node().engine(),
                setup.limits(),
                admin,
                setup.node().newRandom(),
                commands);
        LongConsumer appends = setup.metrics().appends();
        StreamCommands rooms = new StreamCommands(access, setup.streams().eventBytesMax()).onAppended(appends);
        TopicCommands topicCommands = new TopicCommands(access, setup.topics()).onAppended(appends);
        TopicHttp topics = new TopicHttp(
                topicCommands,
                new PartitionEvents(
                        rooms,
                        topicCommands,
                        setup.streams(),
                        setup.limits(),
                        setup.node().engine()),
                setup.limits(),
                setup.node().newRandom(),
                commands);
        PresenceFeeds feeds = new PresenceFeeds(setup.rooms().presence());
        PresenceHttp presence = new PresenceHttp(feeds, setup.limits(), commands);
        StreamHttp streams = new StreamHttp(
                rooms,
                topicCommands,
                topics.roomGroups(),
                setup.streams(),
                setup.limits(),
                setup.node().engine(),
                setup.rooms(),
                feeds,
                setup.redrives(),
                commands);
        FeedHttp feed = new FeedHttp(setup.changes(), setup.limits(), commands);
        QueueHttp queues = new QueueHttp(access, setup.queues(), setup.limits(), setup.redrives(), commands);
        SystemRoutes system = new SystemRoutes(admin, clients);
        system.register(commands);
        List<Route> routes = new ArrayList<>(kv.routes());
        routes.addAll(streams.routes());
        routes.addAll(presence.routes());
        routes.addAll(queues.routes());
        routes.addAll(topics.routes());
        routes.addAll(feed.routes());
        routes.addAll(system.routes());
        routes.addAll(new EnvelopeRoutes(commands).routes());
        return new OpenApiRoutes().joinedWith(routes, admin.version());
    }

    /** Everything that we do not use is off: it would be paid for by each request. */
    private static HttpServerOptions options(HttpLimits limits) {
        HttpServerOptions options = new HttpServerOptions();
        options.setMaxHeaderSize(limits.headerBytesMax());
        options.setMaxInitialLineLength(limits.uriBytesMax());
        options.setCompressionSupported(false);
        options.setDecompressionSupported(false);
        options.setHttp2ClearTextEnabled(false);
        options.setHandle100ContinueAutomatically(false);
        options.setTracingPolicy(TracingPolicy.IGNORE);
        options.setStrictThreadMode(true);
        options.setTcpNoDelay(true);
        options.setIdleTimeout(0);
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }
}
