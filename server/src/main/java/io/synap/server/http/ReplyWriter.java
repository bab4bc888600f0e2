package io.synap.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.synap.server.logging.LogContext;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns an exchange's reply into bytes on the wire, and counts it. Confined to one event loop. */
final class ReplyWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);

    private final Context context;
    private final HttpMetrics.RouteCounter unrouted;

    ReplyWriter(Context context, HttpMetrics metrics) {
        this.context = context;
        this.unrouted = metrics.route("ANY", HttpMetrics.UNROUTED);
    }

    /** Copies the reply out of the loop's scratch, so that it can wait while others are written. */
    void prepare(Exchange exchange) {
        if (exchange.largeBody == null && exchange.prepared == null) {
            exchange.prepared = exchange.out().toBuffer();
        }
    }

    void send(Exchange exchange) {
        HttpServerResponse response = exchange.request().response();
        if (response.closed() || response.ended()) {
            abandon(exchange);
            return;
        }
        putHead(exchange, response);
        LargeBody large = exchange.largeBody;
        if (large != null) {
            sendLarge(exchange, large, response);
            return;
        }
        Buffer body = exchange.prepared;
        if (body == null) {
            body = exchange.out().toBuffer();
        }
        boolean head = exchange.request().method().equals(HttpMethod.HEAD);
        if (head) {
            response.putHeader(ReplyHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            response.end();
        } else if (mayHaveBody(exchange.status())) {
            response.end(body);
        } else {
            response.end();
        }
        done(exchange, head ? 0 : body.length());
    }

    /** Readies a response whose body somebody else writes; it counts as answered now, since it may never end. */
    HttpServerResponse begin(Exchange exchange) {
        HttpServerResponse response = exchange.request().response();
        putHead(exchange, response);
        response.setChunked(true);
        done(exchange, 0);
        exchange.connection.live(exchange.route().template());
        return response;
    }

    /** Sends a refusal while the body is still coming in; the connection ends with the body. */
    void sendBeforeBodyEnds(Exchange exchange) {
        exchange.replyHeader(ReplyHeaders.CONNECTION, ReplyHeaders.CLOSE);
        send(exchange);
        exchange.connection.enter(ConnectionState.Phase.BODY, System.nanoTime());
    }

    /** The client is gone. */
    void abandon(Exchange exchange) {
        LargeBody large = exchange.largeBody;
        if (large != null) {
            large.close();
        }
        done(exchange, 0);
    }

    /** Another protocol has the connection. */
    void tookOver(Exchange exchange) {
        done(exchange, 0);
    }

    private void sendLarge(Exchange exchange, LargeBody large, HttpServerResponse response) {
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            if (large.form() == LargeBody.Form.BYTES) {
                response.putHeader(
                        ReplyHeaders.CONTENT_LENGTH,
                        Integer.toString(large.value().length()));
            }
            large.close();
            response.end();
            done(exchange, 0);
            return;
        }
        exchange.connection.enter(ConnectionState.Phase.SENDING, System.nanoTime());
        new LargeSender(large, response, context, exchange.connection, sent -> done(exchange, sent)).start();
    }

    private static void putHead(Exchange exchange, HttpServerResponse response) {
        int status = exchange.status();
        if (status != HttpResponseStatus.OK.code()) {
            response.setStatusCode(status);
        }
        MultiMap headers = response.headers();
        if (mayHaveBody(status)) {
            headers.set(ReplyHeaders.CONTENT_TYPE, exchange.contentType());
        }
        headers.set(ReplyHeaders.SNIFF, ReplyHeaders.NO_SNIFF);
        headers.set(ReplyHeaders.REQUEST_ID, exchange.requestId());
        long version = exchange.version();
        if (version >= 0) {
            String number = Long.toString(version);
            headers.set(ReplyHeaders.VERSION, number);
            headers.set(ReplyHeaders.ETAG, '"' + number + '"');
        }
        @Nullable List<CharSequence> more = exchange.headers();
        if (more != null) {
            for (int i = 0; i < more.size(); i += 2) {
                headers.set(more.get(i), more.get(i + 1));
            }
        }
    }

    private static boolean mayHaveBody(int status) {
        return status != 204 && status != 304;
    }

    /** Who asked for what, and how it ended; of the path only the template, since what varies are keys. */
    private static void log(Exchange exchange, long nanos) {
        RouteTable.Entry entry = exchange.entry;
        try (var _ = LogContext.ofRequest(exchange.requestId())) {
            LOG.atDebug()
                    .addKeyValue(
                            "method",
                            entry == null ? "" : entry.route().method().name())
                    .addKeyValue(
                            "path",
                            entry == null ? HttpMetrics.UNROUTED : entry.route().template())
                    .addKeyValue("command", exchange.commandName())
                    .addKeyValue("status", exchange.status())
                    .addKeyValue("failed", exchange.commandStatus() == HttpMetrics.CommandStatus.ERROR)
                    .addKeyValue("micros", nanos / 1_000)
                    .log("answered");
        }
    }

    private void done(Exchange exchange, long responseBytes) {
        long now = System.nanoTime();
        BodyReader reader = exchange.bodyReader;
        if (reader != null) {
            reader.release();
        }
        exchange.connection.enter(ConnectionState.Phase.IDLE, now);
        long nanos = now - exchange.startNanos;
        RouteTable.Entry entry = exchange.entry;
        int requestBytes = exchange.body().length;
        if (LOG.isDebugEnabled()) {
            log(exchange, nanos);
        }
        if (entry == null) {
            unrouted.done(exchange.status(), nanos, requestBytes, responseBytes);
            return;
        }
        entry.counter().done(exchange.status(), nanos, requestBytes, responseBytes);
        HttpMetrics.CommandCounter command = exchange.commandCounter();
        if (command != null) {
            command.done(exchange.commandStatus(), nanos, exchange.subject());
        }
    }
}
