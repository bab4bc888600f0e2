package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.Shape;
import io.synap.server.http.Upgrade;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveOutlet;
import io.synap.server.http.live.LivePath;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.LiveSubscriptions;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket: what has arrived and not been executed, what is under way, and when reading must stop.
 * Confined to its event loop, except where said. While it is idle it holds no buffer.
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements FrameReader.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
    /** How long a client has to answer our close frame. */
    private static final long CLOSE_NANOS_MAX = 5_000_000_000L;

    private final WebSockets loop;
    private final FrameCodec codec;
    private final FrameReader reader;
    private final @Nullable Deflation deflation;
    private final boolean echo;
    private final Upgrade upgrade;
    private final ListedSocket listed;
    private final LiveSubscriptions session = new LiveSubscriptions(new SocketSubscriptions(this));
    private final ChannelHandlerContext context;
    private final WebSocketOutput output;
    private final ConnectionWatch watch;
    private final CommandsUnderWay commands;
    private final EventFlow events;
    /** What has arrived and is not read, since it has to wait. */
    private @Nullable ArrayDeque<ByteBuf> unread;

    private @Nullable LiveOutlet pathOutlet;
    private Route.Dialect dialect = Route.Dialect.REST;

    private boolean inTurn;
    private boolean touched;
    private boolean closing;
    private boolean clientClosed;
    private boolean violated;
    private boolean ended;
    private boolean gone;
    private int closeCode = CloseCode.ABNORMAL;
    private long closedNanos;

    WebSocketConnection(
            WebSockets loop, FrameCodec codec, @Nullable Deflation deflation, Exchange exchange, boolean echo) {
        this.loop = loop;
        this.codec = codec;
        this.deflation = deflation;
        this.echo = echo;
        this.reader = new FrameReader(loop.settings().messageBytesMax(), deflation);
        this.upgrade = exchange.upgrade();
        this.listed = new ListedSocket(this, upgrade);
        this.context = Upgrade.prepare(exchange, this);
        this.output = new WebSocketOutput(loop, context, codec, deflation, this::touch);
        this.commands = new CommandsUnderWay(this);
        this.events = new EventFlow(this);
        this.watch = new ConnectionWatch(loop.settings(), System.nanoTime());
    }

    /** Answers the handshake, and opens the path's subscription if it has one. */
    void open(byte[] response, @Nullable LivePath path, Shape query, Exchange exchange) {
        PathCall call = path == null ? null : new PathCall(this, path, query, exchange);
        // Until its subscription is open nothing is executed.
        if (call != null) {
            commands.opens();
        }
        upgrade.complete(exchange, this, response, listed);
        if (call != null) {
            dialect = call.dialect();
            loop.runner().run(call);
        }
        touch();
    }

    WebSockets loop() {
        return loop;
    }

    FrameCodec codec() {
        return codec;
    }

    WebSocketOutput output() {
        return output;
    }

    CommandsUnderWay commands() {
        return commands;
    }

    EventFlow events() {
        return events;
    }

    LiveSubscriptions session() {
        return session;
    }

    EventExecutor executor() {
        return context.executor();
    }

    boolean inTurn() {
        return inTurn;
    }

    boolean isClosing() {
        return closing || gone;
    }

    private boolean isClosed() {
        return gone || clientClosed;
    }

    Route.Dialect dialect() {
        return dialect;
    }

    /** The subscription that the connection's path stands for; null on {@code /ws}. */
    @Nullable
    LiveSubscription pathSubscription() {
        LiveOutlet own = pathOutlet;
        return own == null ? null : own.subscription();
    }

    // Reading.

    @Override
    public void channelRead(ChannelHandlerContext own, Object message) {
        if (!(message instanceof ByteBuf in) || isClosed()) {
            // The end of the HTTP request, or what a client sends after its close frame.
            ReferenceCountUtil.release(message);
            return;
        }
        watch.received(System.nanoTime());
        loop.metrics().received(0, in.readableBytes());
        inTurn = true;
        loop.runner().beginBatch();
        try {
            received(in);
        } catch (ProtocolViolation violation) {
            violated(violation);
        } catch (Throwable fault) {
            failed(fault);
        } finally {
            in.release();
            loop.runner().endBatch();
            inTurn = false;
        }
    }

    private void received(ByteBuf in) {
        ArrayDeque<ByteBuf> queue = unread;
        if (queue == null) {
            reader.read(in, this);
            if (in.isReadable() && !isClosed()) {
                queue = new ArrayDeque<>(2);
                unread = queue;
                queue.add(in.retain());
            }
        } else {
            queue.add(in.retain());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext own) {
        endTurn();
    }

    @Override
    public boolean accepts() {
        return !isBlocked();
    }

    @Override
    public boolean understands(boolean binary) {
        return echo || binary == codec.isBinary();
    }

    @Override
    public void ping(byte[] payload) {
        if (!closing) {
            output.control(FrameHeader.PONG, payload);
        }
    }

    @Override
    public void closed(int code, String reason) {
        clientClosed = true;
        if (!closing) {
            closing = true;
            closeCode = code;
            closedNanos = System.nanoTime();
            leave();
            output.close(code, "");
        }
        closeWhenSent();
    }

    @Override
    public void message(boolean binary, byte[] content) {
        loop.metrics().received(1, 0);
        if (closing) {
            return;
        }
        if (echo) {
            output.echo(binary, content);
        } else {
            commands.read(content);
        }
    }

    private void readWaiting() {
        ArrayDeque<ByteBuf> queue = unread;
        while (queue != null && !isClosed()) {
            ByteBuf head = queue.peek();
            if (head == null) {
                unread = null;
                return;
            }
            if (head.isReadable()) {
                reader.read(head, this);
            }
            if (head.isReadable()) {
                return;
            }
            queue.remove().release();
        }
    }

    /** Whether commands must wait, for whatever reason. */
    boolean isBlocked() {
        return !closing
                && (commands.isBlocked() || output.bytes() > loop.settings().outputBytesMax() / 2);
    }

    /** The path's subscription is open. */
    void opened(PathCall call, LiveOutlet outlet, LiveEvent connected, long position) {
        commands.opened(call);
        if (isClosing()) {
            outlet.close();
            return;
        }
        pathOutlet = outlet;
        output.event(codec.eventHead(null), connected);
        flush(position);
    }

    /** The path's subscription could not be opened. */
    void refuse(PathCall call, ErrorCode code, String reason) {
        commands.opened(call);
        close(CloseCode.of(code), reason);
    }

    /** What was written waits for that log position. */
    void flush(long position) {
        output.await(position);
        if (!inTurn) {
            touch();
        }
    }

    // Turns.

    /** A turn is due, at the end of what the event loop does now. */
    void touch() {
        if (!touched && !gone) {
            touched = true;
            loop.touch(this);
        }
    }

    /** Goes on with all that can go on. */
    void turn() {
        touched = false;
        if (gone) {
            return;
        }
        inTurn = true;
        loop.runner().beginBatch();
        try {
            if (commands.executeWaiting()) {
                readWaiting();
            }
            events.resumeStarved();
        } catch (ProtocolViolation violation) {
            violated(violation);
        } catch (Throwable fault) {
            failed(fault);
        } finally {
            loop.runner().endBatch();
            inTurn = false;
        }
        endTurn();
    }

    private void endTurn() {
        if (gone) {
            return;
        }
        long before = watch.heldBytes();
        output.endTurn();
        if (clientClosed) {
            closeWhenSent();
        }
        checkBuffers(before);
        events.retry();
        boolean read = !isBlocked() && unread == null;
        context.channel().config().setAutoRead(read);
        if (read) {
            watch.reads();
        } else {
            watch.stopsReading();
        }
    }

    private void checkBuffers(long before) {
        long now = output.bytes() + reader.heldBytes() + (deflation == null ? 0 : deflation.heldBytes());
        loop.budget().changed(now - before);
        watch.holds(now);
        if (now <= before || closing) {
            return;
        }
        WebSocketSettings settings = loop.settings();
        if (now > settings.outputBytesMax() && before > settings.outputBytesMax() / 2) {
            slow("websocket.output_bytes_max is exceeded");
        } else if (now > ConnectionWatch.SPARED_BYTES && loop.budget().isExceeded()) {
            slow("websocket.buffers_bytes_max is exceeded");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext own) {
        if (own.channel().isWritable()) {
            touch();
        }
    }

    /** Looks now and then at what only time tells. */
    void sweep(long now) {
        if (closing) {
            if (now - closedNanos > CLOSE_NANOS_MAX) {
                abort();
            }
            return;
        }
        long unsent = output.unsentBytes();
        if (unsent > 0) {
            watch.excuse(now);
        } else if (watch.isPingDue(now)) {
            output.control(FrameHeader.PING, new byte[0]);
            output.flush();
        }
        events.retry();
        if (watch.isStalled(now, unsent)) {
            slow("nothing was taken for long (websocket.stall_seconds)");
        } else if (watch.isSilent(now)) {
            close(CloseCode.SILENT, "no sign of life in time (websocket.idle_timeout_seconds)");
        }
    }

    // Closing.

    private void slow(String reason) {
        loop.metrics().slowConsumer();
        LOG.warn("WebSocket {} from {} closed: {}", upgrade.id(), upgrade.address(), reason);
        close(CloseCode.SLOW_CONSUMER, reason);
    }

    private void violated(ProtocolViolation violation) {
        LOG.debug("WebSocket {}: {}", upgrade.id(), violation.reason());
        close(violation.code(), violation.reason());
        // Nothing more of what it sends can be understood.
        violated = true;
        clientClosed = true;
        releaseUnread();
    }

    /** Closes with a handshake; what was written before is sent before. */
    void close(int code, String reason) {
        if (isClosing()) {
            return;
        }
        closing = true;
        closeCode = code;
        closedNanos = System.nanoTime();
        leave();
        output.close(code, reason);
        if (!inTurn) {
            touch();
        }
    }

    /** Ends what was done for the client. */
    private void leave() {
        session.close();
        LiveOutlet own = pathOutlet;
        pathOutlet = null;
        if (own != null) {
            own.close();
        }
        events.leave();
        commands.leave();
    }

    /** Both have said that they close: the connection ends once all is sent. */
    private void closeWhenSent() {
        if (!gone && !ended && !inTurn && output.isEmpty()) {
            ended = true;
            output.whenSent(violated ? this::endOutput : this::abort);
        }
    }

    /**
     * Ends our side only: were the socket closed while the client still sends, the close frame could get lost. The
     * client closes then, or its time is over.
     */
    private void endOutput() {
        if (context.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
            var _ = duplex.shutdownOutput();
        } else {
            abort();
        }
    }

    private void abort() {
        if (!gone) {
            var _ = context.close();
        }
    }

    /** Closes the connection after what it cannot recover from. */
    void failed(Throwable cause) {
        if (cause instanceof IOException reset) {
            LOG.debug("WebSocket {}: {}", upgrade.id(), reset.getMessage());
            abort();
            return;
        }
        LOG.error("WebSocket {} closed after an error", upgrade.id(), cause);
        output.release();
        close(CloseCode.UNEXPECTED, "an unexpected error; the server's log has it");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext own, Throwable cause) {
        failed(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext own) {
        if (gone) {
            return;
        }
        gone = true;
        leave();
        releaseUnread();
        output.release();
        loop.budget().changed(-watch.heldBytes());
        watch.holds(0);
        loop.metrics().closed(closeCode);
        loop.closed(this);
        upgrade.closed(listed);
    }

    private void releaseUnread() {
        ArrayDeque<ByteBuf> queue = unread;
        unread = null;
        if (queue != null) {
            queue.forEach(ByteBuf::release);
        }
    }

    ConnectionWatch watch() {
        return watch;
    }

    int subscriptions() {
        return session.size() + (pathOutlet == null ? 0 : 1);
    }
}
