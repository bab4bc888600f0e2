package io.synap.server.http;

import io.netty.channel.EventLoop;
import io.synap.server.http.command.EnvelopeRoutes;
import io.synap.server.http.sse.SseRoutes;
import io.synap.server.http.sse.SseStreams;
import io.synap.server.http.websocket.WebSockets;
import io.synap.server.node.BufferBudget;
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
    private final BufferBudget buffers;
    private @Nullable SseStreams events;
    private @Nullable WebSockets webSockets;

    HttpLoop(HttpEdge.Setup setup, int port, AtomicInteger actualPort, HttpClients clients, BufferBudget buffers) {
        this.setup = setup;
        this.port = port;
        this.actualPort = actualPort;
        this.clients = clients;
        this.buffers = buffers;
    }

    @Override
    public Future<?> start() {
        HttpLimits limits = setup.limits();
        LoopExecutor loop = new LoopExecutor(context);
        EventLoop executor = ((ContextInternal) context).nettyEventLoop();
        CommandLoop own = new CommandLoop(setup, clients, executor, loop);
        SseStreams streams = new SseStreams(
                executor,
                own.access(),
                own.gate(),
                setup.events(),
                setup.metrics().events());
        events = streams;
        Connections connections = new Connections(clients, limits, setup.metrics());
        WebSockets sockets = new WebSockets(
                new WebSockets.Surroundings(
                        vertx,
                        loop,
                        setup.node(),
                        own.gate(),
                        own.runner(),
                        own.commands(),
                        setup.metrics().webSockets()),
                setup.webSockets(),
                buffers,
                WebSockets.codecs());
        webSockets = sockets;
        Dispatcher dispatcher = new Dispatcher(
                vertx,
                context,
                own.runner(),
                own.gate(),
                new RouteTable(routes(own, streams), setup.metrics()),
                new RouteTable(sockets.routes(own.families().livePaths()), setup.metrics()),
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

    /** Tells the clients of subscriptions that it ends; all else ends with the verticle. */
    @Override
    public Future<?> stop() {
        SseStreams streams = events;
        if (streams != null) {
            streams.close();
        }
        WebSockets sockets = webSockets;
        return sockets == null ? Future.succeededFuture() : sockets.stop();
    }

    private List<Route> routes(CommandLoop own, SseStreams streams) {
        List<Route> routes = own.families().routes();
        routes.addAll(own.system().routes());
        routes.addAll(new EnvelopeRoutes(own.commands(), own.runner()::within).routes());
        List<Route> withEvents =
                new SseRoutes(streams).joinedWith(routes, own.families().livePaths());
        return new OpenApiRoutes().joinedWith(withEvents, setup.admin().version());
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
        // Ours stand in the pipeline themselves; what Vert.x would put there for its own costs each connection.
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
        options.setIdleTimeout(0);
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }
}
