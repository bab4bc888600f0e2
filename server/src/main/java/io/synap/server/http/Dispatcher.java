package io.synap.server.http;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.logging.RequestIds;
import io.synap.server.node.SyncGate;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/**
 * Takes each request from its route to its reply. Confined to one event loop.
 *
 * <p>A request passes: admission (connection, origin, route), its body, its handler (see {@link ReplyRunner}),
 * and the gate, where it waits if what it shows is not yet on disk. Whatever is thrown on the way becomes
 * an error reply.
 */
final class Dispatcher {
    /** JSON bodies from that size on are parsed by a worker, since it takes milliseconds. */
    private static final int PARSED_INLINE_BYTES_MAX = 256 * 1024;

    private final Vertx vertx;
    private final SyncGate gate;
    private final RouteTable routes;
    private final RouteTable sockets;
    private final HttpLimits limits;
    private final Connections connections;
    private final RequestIds requestIds;
    private final BodyReader.Budget bodies;
    private final ReplyRunner runner;
    private final ReplyWriter replies;
    private final JsonOutput out = new JsonOutput(32 * 1024);

    Dispatcher(
            Vertx vertx,
            Context context,
            ReplyRunner runner,
            SyncGate gate,
            RouteTable routes,
            RouteTable sockets,
            HttpLimits limits,
            Connections connections,
            RequestIds requestIds,
            HttpMetrics metrics) {
        this.vertx = vertx;
        this.runner = runner;
        this.gate = gate;
        this.routes = routes;
        this.sockets = sockets;
        this.limits = limits;
        this.connections = connections;
        this.requestIds = requestIds;
        this.bodies = new BodyReader.Budget(limits.pendingBodyBytesMax());
        this.replies = new ReplyWriter(context, metrics);
    }

    void handle(HttpServerRequest request) {
        ConnectionState connection = connections.of(request.connection());
        Exchange exchange = open(request, connection);
        try {
            if (!admit(exchange, request.method())) {
                replies.send(exchange);
            } else if (exchange.route().body() == Route.Body.NONE) {
                run(exchange);
            } else {
                readBody(exchange, exchange.route());
            }
        } catch (RuntimeException wrong) {
            ReplyRunner.fail(exchange, wrong);
            replies.send(exchange);
        }
    }

    /** A request that could not be read: its first line or headers are too long or make no sense. */
    void handleInvalid(HttpServerRequest request) {
        Exchange exchange = open(request, connections.of(request.connection()));
        ErrorCode code = InvalidRequests.codeOf(request);
        exchange.fail(code, code.message());
        exchange.replyHeader(ReplyHeaders.CONNECTION, ReplyHeaders.CLOSE);
        replies.send(exchange);
        request.connection().close();
    }

    private Exchange open(HttpServerRequest request, ConnectionState connection) {
        Exchange exchange = new Exchange(this, request, connection, out);
        connection.requested(exchange.startNanos);
        out.clear();
        exchange.requestId(requestIds.accept(request.getHeader(ReplyHeaders.REQUEST_ID)));
        return exchange;
    }

    /** Finds the route; false when there is none or the connection is not wanted, and that is written. */
    private boolean admit(Exchange exchange, HttpMethod method) {
        if (exchange.connection.refused) {
            exchange.fail(ErrorCode.TOO_MANY_CONNECTIONS, ErrorCode.TOO_MANY_CONNECTIONS.message());
            closeWhenSent(exchange);
            return false;
        }
        RouteTable.Entry socket =
                isUpgrade(exchange, method) ? sockets.find(HttpMethod.GET, exchange.path(), exchange.match()) : null;
        // What is opened by GET and then writes counts as a write, from pages of other origins above all.
        boolean reading = socket == null && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
        String transfer = exchange.header(ReplyHeaders.TRANSFER_ENCODING);
        if (transfer != null && !transfer.equalsIgnoreCase("chunked")) {
            // Where the body ends cannot be told, so nothing after it can be trusted either.
            closeWhenSent(exchange);
            throw new SynapException(ErrorCode.NOT_SUPPORTED, "Transfer-Encoding may be chunked only");
        }
        OriginGuard.check(exchange.request(), reading);
        if (socket != null) {
            exchange.entry = socket;
            return true;
        }
        RouteTable.Entry entry = routes.find(
                method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method, exchange.path(), exchange.match());
        if (entry == null) {
            answerUnrouted(exchange, method);
            return false;
        }
        exchange.entry = entry;
        Route route = entry.route();
        if (exchange.request().query() != null && route.dialect() == Route.Dialect.REST) {
            exchange.query().check(route.query());
        }
        if (!reading) {
            checkWrite(exchange, route);
            exchange.durable = isDurable(exchange);
        }
        return true;
    }

    private static boolean isUpgrade(Exchange exchange, HttpMethod method) {
        String upgrade = exchange.header(ReplyHeaders.UPGRADE);
        return upgrade != null
                && method.equals(HttpMethod.GET)
                && upgrade.strip().equalsIgnoreCase("websocket");
    }

    private static void closeWhenSent(Exchange exchange) {
        exchange.request().response().putHeader(ReplyHeaders.CONNECTION, ReplyHeaders.CLOSE);
        exchange.request().response().endHandler(sent -> exchange.connection.connection.close());
    }

    /** What would change the meaning of the request if it were passed over. */
    private static void checkWrite(Exchange exchange, Route route) {
        String coding = exchange.header(ReplyHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new SynapException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "bodies are taken without Content-Encoding");
        }
        boolean conditional =
                exchange.header(ReplyHeaders.IF_MATCH) != null || exchange.header(ReplyHeaders.IF_NONE_MATCH) != null;
        if (conditional && !route.conditional()) {
            throw new SynapException(
                    ErrorCode.INVALID_ARGUMENT, "this route cannot heed If-Match or If-None-Match; PUT and DELETE can");
        }
    }

    private static boolean isDurable(Exchange exchange) {
        String asked = exchange.header(ReplyHeaders.DURABILITY);
        if (asked == null) {
            asked = exchange.query().textOrNull("durability");
        }
        if (asked == null || asked.equals("default")) {
            return false;
        }
        if (!asked.equals("fsync")) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "durability must be 'fsync' or 'default'");
        }
        return true;
    }

    private void answerUnrouted(Exchange exchange, HttpMethod method) {
        if (exchange.path().equals("*") && method.equals(HttpMethod.OPTIONS)) {
            exchange.status(204);
            return;
        }
        Set<String> methods = routes.methodsAt(exchange.path());
        if (methods.isEmpty() && sockets.find(HttpMethod.GET, exchange.path(), exchange.match()) != null) {
            exchange.fail(ErrorCode.UPGRADE_REQUIRED, ErrorCode.UPGRADE_REQUIRED.message());
            return;
        }
        if (methods.isEmpty()) {
            exchange.fail(ErrorCode.ROUTE_NOT_FOUND, "nothing answers at this path; see /openapi.json");
            return;
        }
        String allow = String.join(", ", methods);
        if (method.equals(HttpMethod.OPTIONS)) {
            exchange.status(204);
        } else {
            exchange.fail(ErrorCode.METHOD_NOT_ALLOWED, "the path answers " + allow);
        }
        exchange.replyHeader(ReplyHeaders.ALLOW, allow);
    }

    private void readBody(Exchange exchange, Route route) {
        String type = exchange.header(ReplyHeaders.CONTENT_TYPE);
        if (type != null) {
            boolean json = ContentTypes.isJson(type);
            if (route.body() == Route.Body.JSON && !json && !ContentTypes.mayBeJson(type)) {
                throw new SynapException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "this route takes application/json");
            }
            if (json && ContentTypes.hasForeignCharset(type)) {
                throw new SynapException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "JSON is taken in UTF-8 only");
            }
        }
        exchange.connection.receiving(exchange.startNanos, () -> bodyOverdue(exchange));
        BodyReader reader = new BodyReader(
                exchange.request(), bodies, limits.bodyBytesMax(), body -> bodyRead(exchange, body), reason -> {
                    out.clear();
                    exchange.fail(reason.code(), String.valueOf(reason.getMessage()));
                    replies.sendBeforeBodyEnds(exchange);
                });
        exchange.bodyReader = reader;
        reader.start();
    }

    /** Tells a client whose body does not come; one that was told something already is let go. */
    private void bodyOverdue(Exchange exchange) {
        if (!exchange.request().response().ended()) {
            out.clear();
            exchange.fail(ErrorCode.REQUEST_TIMEOUT, ErrorCode.REQUEST_TIMEOUT.message());
            replies.sendBeforeBodyEnds(exchange);
        }
        exchange.connection.connection.close();
    }

    private void bodyRead(Exchange exchange, byte[] body) {
        exchange.connection.enter(ConnectionState.Phase.BUSY, System.nanoTime());
        exchange.body(body);
        boolean json = exchange.route().body() == Route.Body.JSON || exchange.bodyIsJson();
        if (body.length <= PARSED_INLINE_BYTES_MAX || !json) {
            run(exchange);
            return;
        }
        vertx.executeBlocking(() -> JsonInput.read(body), false)
                .onComplete(
                        parsed -> {
                            exchange.json(parsed);
                            run(exchange);
                        },
                        wrong -> {
                            out.clear();
                            ReplyRunner.fail(exchange, wrong);
                            replies.send(exchange);
                        });
    }

    private void run(Exchange exchange) {
        runner.run(exchange);
    }

    ReplyRunner runner() {
        return runner;
    }

    /** Sends a reply once that log position is synced; 0 is at once. */
    void send(Exchange exchange, long position) {
        if (position == 0) {
            replies.send(exchange);
            return;
        }
        replies.prepare(exchange);
        gate.await(position, () -> replies.send(exchange));
    }

    Upgrade upgrade(Exchange exchange) {
        return new Upgrade(connections, exchange);
    }

    void tookOver(Exchange exchange) {
        replies.tookOver(exchange);
    }

    void abandon(Exchange exchange) {
        replies.abandon(exchange);
    }

    HttpServerResponse takeOver(Exchange exchange) {
        return replies.begin(exchange);
    }

    /** Ends the wait of requests that the log has kept too long. */
    void sweep(long now) {
        runner.sweep(now);
    }
}
