package io.synap.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A connection that leaves HTTP for another protocol. Confined to its event loop. It keeps nothing of the request
 * or of what served HTTP, which would be paid for by each connection as long as it lives.
 */
public final class Upgrade {
    private final Connections connections;
    private final long id;
    private final String address;
    private final String template;
    private final long openedNanos;

    Upgrade(Connections connections, Exchange exchange) {
        this.connections = connections;
        this.id = exchange.connection.id();
        this.address = String.valueOf(exchange.connection.connection.remoteAddress());
        this.template = exchange.route().template();
        this.openedNanos = System.nanoTime();
    }

    /** The connection's number in the list of all. */
    public long id() {
        return id;
    }

    public String address() {
        return address;
    }

    /** The route at which it left HTTP. */
    public String template() {
        return template;
    }

    public long openedNanos() {
        return openedNanos;
    }

    /** Puts a handler behind those of HTTP, where nothing reaches it yet. */
    public static ChannelHandlerContext prepare(Exchange exchange, ChannelHandler handler) {
        ChannelPipeline pipeline = pipeline(exchange);
        pipeline.addLast(handler);
        return pipeline.context(handler);
    }

    /** Sends the answer and removes all handlers but that one, which gets the bytes from here on. */
    public void complete(Exchange exchange, ChannelHandler handler, byte[] answer, ListedConnection listed) {
        ChannelPipeline pipeline = pipeline(exchange);
        List<ChannelHandler> others = new ArrayList<>(pipeline.toMap().values());
        others.remove(handler);
        Collections.reverse(others);
        ChannelHandler decoder = others.removeLast();
        others.forEach(pipeline::remove);
        ChannelHandlerContext context = pipeline.context(handler);
        var _ = context.writeAndFlush(Unpooled.wrappedBuffer(answer), context.voidPromise());
        connections.upgraded(exchange.connection, listed);
        exchange.tookOver();
        // The first handler is the decoder: it hands on what it has read beyond the request.
        pipeline.remove(decoder);
    }

    private static ChannelPipeline pipeline(Exchange exchange) {
        HttpServerConnection connection =
                (HttpServerConnection) exchange.request().connection();
        return connection.channelHandlerContext().pipeline();
    }

    /** The connection is closed. */
    public void closed(ListedConnection listed) {
        connections.closed(listed);
    }
}
