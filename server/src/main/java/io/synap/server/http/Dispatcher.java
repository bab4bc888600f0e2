package io.synap.server.http;

import io.synap.engine.Family;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.logging.LogContext;
import io.synap.server.logging.RequestIds;
import io.synap.server.node.Access;
import io.synap.server.node.Node;
import io.synap.server.node.SyncGate;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each request from its route to its reply. Confined to one event loop.
 *
 * <p>A request passes: admission (connection, origin, route), its body, room in the log (else it waits
 * in {@link RoomQueue} and is run again), its handler, and the gate, where it waits if what it shows
 * is not yet on disk. Whatever is thrown on the way becomes an error reply.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /** JSON bodies from that size on are parsed by a worker, since it takes milliseconds. */
    private static final int PARSED_INLINE_BYTES_MAX = 256 * 1024;

    private static final String NO_ROOM = "the operation log had no room in time; retry later";

    private final Vertx vertx;
    private final Executor loop;
    private final Node node;
    private final Access access;
    private final SyncGate gate;
    private final RouteTable routes;
    private final HttpLimits limits;
    private final Connections connections;
    private final RequestIds requestIds;
    private final BodyReader.Budget bodies;
    private final RoomQueue waiting;
    private final ReplyWriter replies;
    private final JsonOutput out = new JsonOutput(32 * 1024);

    Dispatcher(
            Vertx vertx,
            Context context,
            Executor loop,
            Node node,
            Access access,
            SyncGate gate,
            RouteTable routes,
            HttpLimits limits,
            Connections connections,
            RequestIds requestIds,
            HttpMetrics metrics) {
        this.vertx = vertx;
        this.loop = loop;
        this.node = node;
        this.access = access;
        this.gate = gate;
        this.routes = routes;
        this.limits = limits;
        this.connections = connections;
        this.requestIds = requestIds;
        this.bodies = new BodyReader.Budget(limits.pendingBodyBytesMax());
        this.waiting = new RoomQueue(access, loop, limits);
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
            fail(exchange, wrong);
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
        boolean reading = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        String transfer = exchange.header(ReplyHeaders.TRANSFER_ENCODING);
        if (transfer != null && !transfer.equalsIgnoreCase("chunked")) {
            // Where the body ends cannot be told, so nothing after it can be trusted either.
            closeWhenSent(exchange);
            throw new SynapException(ErrorCode.NOT_SUPPORTED, "Transfer-Encoding may be chunked only");
        }
        OriginGuard.check(exchange.request(), reading);
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
                            fail(exchange, wrong);
                            replies.send(exchange);
                        });
    }

    /** Runs the handler; also again, once the log has room. */
    private void run(Exchange exchange) {
        exchange.reset();
        access.tick();
        try (var _ = LogContext.ofRequest(exchange.requestId())) {
            exchange.route().handler().handle(exchange);
        } catch (RoomNeeded full) {
            if (waits(exchange, this::run)) {
                return;
            }
        } catch (RuntimeException wrong) {
            fail(exchange, wrong);
        }
        if (!exchange.isDeferred()) {
            complete(exchange);
        }
    }

    /** Sends the reply, after what it shows is as durable as was asked. */
    private void complete(Exchange exchange) {
        if (exchange.durable) {
            access.awaitLastWrite();
        }
        access.endBatch();
        long position = Math.max(exchange.awaited, access.takeAwaited());
        if (position == 0) {
            replies.send(exchange);
            return;
        }
        replies.prepare(exchange);
        gate.await(position, () -> replies.send(exchange));
    }

    /**
     * Lets a request wait for room in the log; false when it will not come in time, or never: then the
     * reply says so.
     */
    private boolean waits(Exchange exchange, Consumer<Exchange> resume) {
        // A log that has failed has no room and says so at once: waiting for it would never end.
        if (node.failure() != null) {
            exchange.fail(ErrorCode.STORAGE_FAILED, ErrorCode.STORAGE_FAILED.message());
            return false;
        }
        if (waiting.add(exchange, resume)) {
            return true;
        }
        exchange.fail(ErrorCode.OVERLOADED, NO_ROOM);
        return false;
    }

    void nextSlice(Exchange exchange, Exchange.Slice slice) {
        loop.execute(() -> runSlice(exchange, slice));
    }

    private void runSlice(Exchange exchange, Exchange.Slice slice) {
        if (exchange.request().response().closed()) {
            replies.abandon(exchange);
            return;
        }
        access.tick();
        try (var _ = LogContext.ofRequest(exchange.requestId())) {
            boolean done = slice.write(exchange.out());
            noteSlice(exchange);
            if (exchange.out().size() > limits.replyBytesMax()) {
                throw new SynapException(ErrorCode.REPLY_TOO_LARGE);
            }
            if (!done) {
                nextSlice(exchange, slice);
                return;
            }
        } catch (RoomNeeded full) {
            noteSlice(exchange);
            if (waits(exchange, waited -> runSlice(waited, slice))) {
                return;
            }
        } catch (RuntimeException wrong) {
            fail(exchange, wrong);
        }
        complete(exchange);
    }

    /** Keeps what the reply now depends on: other requests run before its next slice. */
    private void noteSlice(Exchange exchange) {
        access.endBatch();
        exchange.awaited = Math.max(exchange.awaited, access.takeAwaited());
    }

    void poll(Exchange exchange, Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll) {
        try {
            LongPoll.begin(
                    vertx,
                    loop,
                    node.waiters(),
                    kind,
                    names,
                    Math.min(waitMillis, limits.waitMillisMax()),
                    exchange,
                    last -> tryPoll(exchange, poll, last),
                    () -> replies.abandon(exchange));
        } catch (SynapException refused) {
            fail(exchange, refused);
            complete(exchange);
        }
    }

    /** Runs a poll's attempt; true when the exchange is done with. */
    private boolean tryPoll(Exchange exchange, Exchange.Poll poll, boolean last) {
        access.tick();
        try (var _ = LogContext.ofRequest(exchange.requestId())) {
            boolean written = poll.write(exchange.out(), last);
            noteSlice(exchange);
            if (!written) {
                return false;
            }
        } catch (RoomNeeded full) {
            noteSlice(exchange);
            if (waits(exchange, waited -> resumePoll(waited, poll))) {
                return true;
            }
        } catch (RuntimeException wrong) {
            fail(exchange, wrong);
        }
        complete(exchange);
        return true;
    }

    /** The log has room: what was there may be gone, then the answer is that there is nothing. */
    private void resumePoll(Exchange exchange, Exchange.Poll poll) {
        if (exchange.request().response().closed()) {
            replies.abandon(exchange);
        } else {
            var _ = tryPoll(exchange, poll, true);
        }
    }

    <T> void onCompletion(Exchange exchange, CompletionStage<T> stage, Consumer<T> reply) {
        stage.whenComplete((value, failure) -> loop.execute(() -> {
            try (var _ = LogContext.ofRequest(exchange.requestId())) {
                if (failure != null) {
                    fail(exchange, failure);
                } else {
                    reply.accept(value);
                }
            } catch (RuntimeException wrong) {
                fail(exchange, wrong);
            }
            complete(exchange);
        }));
    }

    HttpServerResponse takeOver(Exchange exchange) {
        return replies.begin(exchange);
    }

    /** Ends the wait of requests that the log has kept too long. */
    void sweep(long now) {
        for (Exchange late = waiting.overdue(now); late != null; late = waiting.overdue(now)) {
            out.clear();
            late.fail(ErrorCode.OVERLOADED, NO_ROOM);
            replies.send(late);
        }
    }

    private static void fail(Exchange exchange, Throwable wrong) {
        Throwable cause = wrong.getCause();
        if (wrong instanceof SynapException known) {
            exchange.fail(known.code(), String.valueOf(known.getMessage()));
        } else if (cause instanceof SynapException known) {
            exchange.fail(known.code(), String.valueOf(known.getMessage()));
        } else {
            // Of the path only the template: what varies in it are keys.
            RouteTable.Entry entry = exchange.entry;
            String route = entry == null ? HttpMetrics.UNROUTED : entry.route().template();
            try (var _ = LogContext.ofRequest(exchange.requestId())) {
                LOG.atError().addKeyValue("path", route).setCause(wrong).log("a request failed");
            }
            exchange.fail(ErrorCode.INTERNAL, "an unexpected error; the log has it under this request id");
        }
    }
}
