package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.ReplyRunner;
import io.synap.server.http.Route;
import io.synap.server.http.Shape;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.live.LivePath;
import io.synap.server.http.live.SubscriptionCommands;
import io.synap.server.node.BufferBudget;
import io.synap.server.node.Node;
import io.synap.server.node.SyncGate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The WebSockets of one event loop, and what they share. Confined to it. */
public final class WebSockets {
    private static final long SWEEP_MILLIS = 1_000;
    /** How long clients have to answer the closing handshake when the server stops. */
    private static final long STOP_MILLIS_MAX = 2_000;

    private static final int SCRATCH_BYTES = 16 * 1024;
    private static final int STAGED_BYTES_MAX = 256 * 1024;
    private static final String PREFIX = "/api/v1";

    /** What they need of the rest of their event loop. */
    public record Surroundings(
            Vertx vertx,
            Executor loop,
            Node node,
            SyncGate gate,
            ReplyRunner runner,
            CommandRegistry commands,
            WebSocketMetrics metrics) {}

    private final Surroundings surroundings;
    private final WebSocketSettings settings;
    private final BufferBudget budget;
    private final List<FrameCodec> codecs;
    private final Set<WebSocketConnection> connections = new LinkedHashSet<>();
    private final ArrayDeque<WebSocketConnection> touched = new ArrayDeque<>();
    private final IdentityHashMap<FrameCodec, EncodedOutput> scratch = new IdentityHashMap<>();
    private final IdentityHashMap<FrameCodec, EncodedOutput> largeScratch = new IdentityHashMap<>();
    private ByteBuf staging = Unpooled.buffer(SCRATCH_BYTES);
    private @Nullable Deflate deflate;
    private boolean turning;
    private @Nullable Promise<Void> stopped;

    /** @param codecs the first is spoken by those that ask for none */
    public WebSockets(
            Surroundings surroundings, WebSocketSettings settings, BufferBudget budget, List<FrameCodec> codecs) {
        this.surroundings = surroundings;
        this.settings = settings;
        this.budget = budget;
        this.codecs = codecs;
        new SubscriptionCommands().register(surroundings.commands());
        surroundings.vertx().setPeriodic(SWEEP_MILLIS, timer -> sweep(System.nanoTime()));
    }

    /** All that are spoken, JSON first. */
    public static List<FrameCodec> codecs() {
        return List.of(new JsonCodec(), new ProtoCodec());
    }

    /** Where a WebSocket can be opened: {@code /ws}, and the paths that subscribe at once. */
    public List<Route> routes(List<LivePath> paths) {
        List<Route> routes = new ArrayList<>();
        add(
                routes,
                Route.get("/ws", exchange -> upgrade(exchange, null, Shape.NONE, false))
                        .about("Commands and subscriptions."));
        if (settings.echo()) {
            add(routes, Route.get("/ws/echo", exchange -> upgrade(exchange, null, Shape.NONE, true)));
        }
        for (LivePath path : paths) {
            if (path.transport() == LivePath.Transport.WEB_SOCKET) {
                Shape query = Shape.of((path.query() + " credit?:integer").strip());
                add(
                        routes,
                        Route.get(path.template(), exchange -> upgrade(exchange, path, query, false))
                                .about(path.about())
                                .inDialect(path.dialect()));
            }
        }
        return routes;
    }

    private static void add(List<Route> routes, Route route) {
        routes.add(route);
        if (!route.template().startsWith(PREFIX)) {
            routes.add(route.at(PREFIX + route.template()));
        }
    }

    private void upgrade(Exchange exchange, @Nullable LivePath path, Shape query, boolean echo) {
        String accept =
                Handshake.check(exchange.request().version(), exchange.request().headers());
        if (stopped != null) {
            throw new SynapException(ErrorCode.SHUTTING_DOWN);
        }
        if (budget.isExceeded()) {
            throw new SynapException(ErrorCode.OVERLOADED, "websocket.buffers_bytes_max is exceeded; retry later");
        }
        List<String> asked = exchange.request().headers().getAll("sec-websocket-protocol");
        FrameCodec chosen = Handshake.subprotocol(asked, codecs);
        Deflation deflation = settings.compression()
                ? Deflation.accept(exchange.request().headers().getAll("sec-websocket-extensions"), deflate())
                : null;
        byte[] response = Handshake.response(
                accept, chosen == null ? null : chosen.subprotocol(), deflation == null ? null : deflation.answer());
        FrameCodec codec = chosen == null ? codecs.getFirst() : chosen;
        WebSocketConnection connection = new WebSocketConnection(this, codec, deflation, exchange, echo);
        connections.add(connection);
        metrics().opened();
        connection.open(response, path, query, exchange);
    }

    private Deflate deflate() {
        Deflate shared = deflate;
        if (shared == null) {
            shared = new Deflate();
            deflate = shared;
        }
        return shared;
    }

    WebSocketSettings settings() {
        return settings;
    }

    BufferBudget budget() {
        return budget;
    }

    WebSocketMetrics metrics() {
        return surroundings.metrics();
    }

    ReplyRunner runner() {
        return surroundings.runner();
    }

    CommandRegistry commands() {
        return surroundings.commands();
    }

    SyncGate gate() {
        return surroundings.gate();
    }

    /** The log position up to which everything may be shown. */
    long synced() {
        return surroundings.node().synced();
    }

    /** Runs something long on a worker, and its end on the loop. */
    <T> void off(Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> end) {
        surroundings
                .vertx()
                .executeBlocking(work, false)
                .onComplete(value -> end.accept(value, null), failure -> end.accept(null, failure));
    }

    /** Where the answer of the command that runs now is written. */
    EncodedOutput output(FrameCodec codec) {
        return scratch.computeIfAbsent(codec, each -> each.newOutput(SCRATCH_BYTES));
    }

    /** An empty one for a part of a large answer. */
    EncodedOutput largeOutput(FrameCodec codec) {
        EncodedOutput out = largeScratch.computeIfAbsent(codec, each -> each.newOutput(SCRATCH_BYTES));
        out.clear();
        return out;
    }

    /** An empty buffer on the heap, for what is compressed next. */
    ByteBuf staging() {
        if (staging.capacity() > STAGED_BYTES_MAX) {
            staging.release();
            staging = Unpooled.buffer(SCRATCH_BYTES);
        }
        return staging.clear();
    }

    /** Something was written to the connection, or it may go on: it gets a turn once all that is due now was done. */
    void touch(WebSocketConnection connection) {
        touched.add(connection);
        if (!turning) {
            turning = true;
            surroundings.loop().execute(this::turn);
        }
    }

    private void turn() {
        turning = false;
        for (int left = touched.size(); left > 0; left--) {
            WebSocketConnection next = touched.remove();
            try {
                next.turn();
            } catch (Throwable fault) {
                // Others have their turn behind this one.
                next.failed(fault);
            }
        }
    }

    void closed(WebSocketConnection connection) {
        connections.remove(connection);
        Promise<Void> stopping = stopped;
        if (stopping != null && connections.isEmpty()) {
            stopping.tryComplete();
        }
    }

    private void sweep(long now) {
        // A copy, since those whose time is over leave the set.
        for (WebSocketConnection connection : List.copyOf(connections)) {
            connection.sweep(now);
        }
    }

    /** Tells all clients that the server stops; completes when they are gone, or have had their time. */
    public Future<Void> stop() {
        Promise<Void> promise = Promise.promise();
        stopped = promise;
        if (connections.isEmpty()) {
            promise.complete();
        }
        for (WebSocketConnection connection : List.copyOf(connections)) {
            connection.close(CloseCode.GOING_AWAY, "the server stops");
        }
        surroundings.vertx().setTimer(STOP_MILLIS_MAX, timer -> promise.tryComplete());
        return promise.future().onComplete(done -> {
            Deflate shared = deflate;
            deflate = null;
            if (shared != null) {
                shared.close();
            }
        });
    }
}
