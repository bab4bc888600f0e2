package io.synap.server.http;

import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.EnvelopeRoutes;
import io.synap.server.http.sse.SseRoutes;
import io.synap.server.http.sse.SseStreams;
import io.synap.server.node.Access;
import io.synap.server.node.SyncGate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One event loop of the HTTP server, with everything of its own. Confined to it. */
final class HttpLoop extends VerticleBase {
    private static final long SWEEP_MILLIS = 250;

    private final HttpEdge.Setup setup;
    private final int port;
    private final AtomicInteger actualPort;
    private final HttpClients clients;
    private @Nullable SseStreams events;

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
        SseStreams streams = new SseStreams(
                ((ContextInternal) context).nettyEventLoop(),
                access,
                gate,
                setup.events(),
                setup.metrics().events());
        events = streams;
        Connections connections = new Connections(clients, limits, setup.metrics());
        Dispatcher dispatcher = new Dispatcher(
                vertx,
                context,
                loop,
                setup.node(),
                access,
                gate,
                new RouteTable(routes(access, streams), setup.metrics()),
                limits,
                connections,
                setup.requestIds(),
                setup.metrics());
        vertx.setPeriodic(SWEEP_MILLIS, timer -> {
            long now = System.nanoTime();
            connections.sweep(now);
            dispatcher.sweep(now);
            streams.sweep(now);
            var _ = setup.rooms().presence().sweep();
        });
        HttpServer server = vertx.createHttpServer(options(limits))
                .connectionHandler(connections::opened)
                .requestHandler(dispatcher::handle)
                .invalidRequestHandler(dispatcher::handleInvalid);
        return server.listen(port, setup.host()).onSuccess(bound -> actualPort.set(bound.actualPort()));
    }

    @Override
    public Future<?> stop() {
        SseStreams streams = events;
        if (streams != null) {
            streams.close();
        }
        return Future.succeededFuture();
    }

    private List<Route> routes(Access access, SseStreams streams) {
        HttpAdmin admin = setup.admin();
        CommandRegistry commands = new CommandRegistry(setup.metrics());
        HttpFamilies families = new HttpFamilies(setup, access, commands);
        SystemRoutes system = new SystemRoutes(admin, clients);
        system.register(commands);
        List<Route> routes = families.routes();
        routes.addAll(system.routes());
        routes.addAll(new EnvelopeRoutes(commands).routes());
        List<Route> withEvents = new SseRoutes(streams).joinedWith(routes, families.livePaths());
        return new OpenApiRoutes().joinedWith(withEvents, admin.version());
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
