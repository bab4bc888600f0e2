package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.resp.RespParser;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: what has arrived and not been executed, what has been answered and not been
 * sent, and when reading must stop. Confined to its event loop, except where said. While it is idle it
 * holds no buffer.
 */
final class RespConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RespConnection.class);

    /** Up to here a request's buffer is allocated whole at once; beyond, it grows with what arrives. */
    private static final int TRUSTED_BYTES = 1024 * 1024;

    /** Why no further request is executed; bits of {@link #stops}. */
    static final int CLOSING = 1;

    static final int SUSPENDED = 1 << 1;
    static final int AWAITING_ROOM = 1 << 2;
    static final int PAUSED = 1 << 3;

    private final RespLoop loop;
    private final ChannelHandlerContext context;
    private final ClientState client;
    private final ConnectionBuffers buffers;
    private int stops;
    private boolean inBatch;
    /** Bytes that have arrived and are not executed; its reader index is where a request begins. */
    private @Nullable ByteBuf pending;
    /** Has begun the request that pending begins with; null when nothing of it is parsed. */
    private @Nullable RespParser parser;

    private final ConnectionOutput output;
    /** Made when first needed: most clients never subscribe. */
    private @Nullable Subscriptions subscriptions;
    /** The command that has stopped this connection. */
    private volatile @Nullable Suspension suspension;

    /**
     * @param context of Vert.x' handler: what is written there passes by Vert.x
     */
    RespConnection(RespLoop loop, ChannelHandlerContext context, ClientState client) {
        this.loop = loop;
        this.context = context;
        this.client = client;
        this.output = new ConnectionOutput(loop, context, client);
        this.buffers = new ConnectionBuffers(context.channel(), loop.shared());
    }

    ClientState client() {
        return client;
    }

    RespLoop loop() {
        return loop;
    }

    /** Whether the next request may be executed as far as flags say; output is asked separately. */
    boolean isStopped() {
        return stops != 0;
    }

    boolean isClosing() {
        return (stops & CLOSING) != 0;
    }

    @Nullable
    RespParser parser() {
        return parser;
    }

    void parser(@Nullable RespParser begun) {
        parser = begun;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!isClosing()) {
                received(in);
            }
        } catch (Throwable fault) {
            failed(fault);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        try {
            flush();
        } catch (BufferLimitException limit) {
            failed(limit);
        }
        updateReading();
    }

    private void received(ByteBuf in) {
        client.active(loop.now());
        client.received(in.readableBytes());
        loop.metrics().received(in.readableBytes());
        if (pending != null || !in.isDirect() || isBlocked()) {
            appendToPending(in);
            executePending();
            return;
        }
        long start = Addresses.of(in) + in.readerIndex();
        long end = start + in.readableBytes();
        long stop = execute(start, end);
        if (stop < end && !isClosing()) {
            int rest = (int) (end - stop);
            ByteBuf kept = context.alloc().directBuffer(pendingCapacity(rest));
            Memory.copy(stop, Addresses.of(kept), rest);
            pending = kept.writerIndex(rest);
        }
    }

    private long execute(long start, long end) {
        beginBatch();
        try {
            return loop.execute(this, start, end);
        } finally {
            inBatch = false;
        }
    }

    private void executePending() {
        ByteBuf buffer = pending;
        if (buffer == null || isBlocked()) {
            return;
        }
        int readable = buffer.readableBytes();
        RespParser begun = parser;
        if (begun != null && begun.bytesNeeded() > readable) {
            return;
        }
        long start = Addresses.of(buffer) + buffer.readerIndex();
        long stop = execute(start, start + readable);
        if (pending == null) {
            return;
        }
        buffer.skipBytes((int) (stop - start));
        if (!buffer.isReadable()) {
            releasePending();
        } else if (buffer.readableBytes() < buffer.capacity() / 4) {
            resizePending(buffer, pendingCapacity(buffer.readableBytes()));
        }
    }

    private void appendToPending(ByteBuf in) {
        ByteBuf buffer = pending;
        int incoming = in.readableBytes();
        if (buffer == null) {
            buffer = context.alloc().directBuffer(pendingCapacity(incoming));
            pending = buffer;
        } else if (buffer.writableBytes() < incoming) {
            buffer = resizePending(buffer, pendingCapacity(buffer.readableBytes() + incoming));
        }
        buffer.writeBytes(in);
        buffers.account(output.held(), buffer);
    }

    private ByteBuf resizePending(ByteBuf buffer, int capacity) {
        ByteBuf other = context.alloc().directBuffer(capacity);
        other.writeBytes(buffer);
        buffer.release();
        pending = other;
        return other;
    }

    /** What fits the request that is arriving exactly, unless it is only said to be so large. */
    private int pendingCapacity(int bytes) {
        RespParser begun = parser;
        long needed = begun == null ? bytes : begun.bytesNeeded();
        long trusted = Math.max(buffers.trustedBytes(TRUSTED_BYTES), 2L * bytes);
        return (int) Math.max(bytes, Math.min(needed, trusted));
    }

    private void releasePending() {
        ByteBuf buffer = pending;
        pending = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    /** Sends what the loop's reply has gathered, once that position is synced, behind what is held. */
    void deliver(Reply reply, long awaited) {
        if (!output.deliver(reply, awaited)) {
            return;
        }
        if (awaited != 0) {
            loop.awaitSync(awaited, this);
        }
        drain();
        if (output.heldBytes() + buffers.unsentBytes() > loop.settings().outputBytesMax()) {
            throw new BufferLimitException("resp.output_buffer_bytes_max");
        }
    }

    /** What this connection has subscribed to. */
    Subscriptions subscriptions() {
        Subscriptions own = subscriptions;
        if (own == null) {
            own = new Subscriptions(this, loop.shared().pubSub(), context.alloc());
            subscriptions = own;
        }
        return own;
    }

    /** Whether a command is being executed, or its reply gathered. */
    boolean isInBatch() {
        return inBatch;
    }

    /** Puts the messages that have come into a reply. */
    void appendMessages(Reply reply) {
        if (subscriptions != null) {
            subscriptions.writeTo(reply);
        }
    }

    /** Sends messages, behind everything before; called out of a batch. */
    void push(Subscriptions own) {
        try {
            own.writeTo(output);
            drain();
            flush();
            own.checkUnread(output.heldBytes() + buffers.unsentBytes(), loop.now());
        } catch (BufferLimitException limit) {
            failed(limit);
        }
    }

    private void beginBatch() {
        if (subscriptions != null) {
            subscriptions.writeTo(output);
        }
        inBatch = true;
    }

    ConnectionBuffers buffers() {
        return buffers;
    }

    /** Looks at the buffers now and then; closes the connection if its client has taken nothing for too long. */
    void checkBuffers(long nowMillis) {
        try {
            buffers.account(output.held(), pending);
            if (subscriptions != null) {
                subscriptions.checkUnread(output.heldBytes() + buffers.unsentBytes(), nowMillis);
            }
            ByteBuf arriving = isBlocked() ? null : pending;
            if (buffers.isStalled(nowMillis, arriving == null ? 0 : arriving.readableBytes())) {
                throw new BufferLimitException("resp.output_stall_seconds");
            }
        } catch (BufferLimitException limit) {
            failed(limit);
        }
    }

    /**
     * Says how much a reply has come to that is gathered aside; 0 when it is no more.
     *
     * @throws BufferLimitException when that is more than there is
     */
    void gathered(long bytes) {
        buffers.gathered(bytes);
        buffers.account(output.held(), pending);
    }

    void flush() {
        if (output.flush() || buffers.bytes() != 0 || pending != null) {
            buffers.account(output.held(), pending);
        }
    }

    /** Sends what is held and may be shown; called when a position is synced or the socket drained. */
    void drain() {
        if (output.drain() && isClosing()) {
            closeWhenSent();
        }
    }

    /** Goes on after something that had stopped this connection may be over. */
    void resume() {
        if (inBatch || !context.channel().isActive()) {
            return;
        }
        try {
            drain();
            flush();
            executePending();
            flush();
        } catch (Throwable fault) {
            failed(fault);
        }
        updateReading();
    }

    /** Whether requests must wait, for whatever reason. */
    boolean isBlocked() {
        return stops != 0 || buffers.isOutputFull() || output.isFull();
    }

    private void updateReading() {
        boolean read = !isBlocked();
        if (context.channel().config().isAutoRead() != read) {
            context.channel().config().setAutoRead(read);
        }
    }

    /** Stops after the present command, until it is answered. */
    Suspension suspend() {
        Suspension begun = new Suspension(this, context.executor());
        suspension = begun;
        stops |= SUSPENDED;
        return begun;
    }

    boolean isSuspended() {
        return (stops & SUSPENDED) != 0;
    }

    /** Whether a command of this connection waits; another thread may see what was a little ago. */
    boolean isWaiting() {
        return (stops & (SUSPENDED | PAUSED)) != 0;
    }

    /** Answers the command that had suspended the connection, unless that has been done. */
    void complete(Suspension answered, long awaited, Consumer<Reply> answer) {
        if (isClosing() || suspension != answered) {
            return;
        }
        endSuspension();
        try {
            beginBatch();
            loop.answer(this, awaited, answer);
        } catch (Throwable fault) {
            failed(fault);
        } finally {
            inBatch = false;
        }
        resume();
    }

    /**
     * Answers the command that had suspended the connection, if the attempt does; true when the command waits
     * no longer.
     */
    boolean tryComplete(Suspension waiting, Blocking.Attempt attempt) {
        if (isClosing() || suspension != waiting) {
            return true;
        }
        boolean answered;
        try {
            beginBatch();
            answered = loop.tryAnswer(this, attempt);
        } catch (Throwable fault) {
            failed(fault);
            return true;
        } finally {
            inBatch = false;
        }
        if (answered) {
            resume();
        }
        return answered;
    }

    /** From any thread: ends what the connection waits for, if CLIENT UNBLOCK may; false if not. */
    boolean unblock(boolean withError) {
        Suspension waiting = suspension;
        return waiting != null && waiting.unblock(withError);
    }

    void endSuspension() {
        Suspension ended = suspension;
        if (ended != null) {
            suspension = null;
            stops &= ~SUSPENDED;
            ended.end();
        }
    }

    /** Stops until {@link #unpause}. */
    void pause() {
        stops |= PAUSED;
    }

    void unpause() {
        stops &= ~PAUSED;
        client.active(loop.now());
        resume();
    }

    /** Stops until the operation log has room again. */
    void awaitRoom() {
        stops |= AWAITING_ROOM;
        loop.access()
                .whenRoom(() -> context.executor().execute(() -> {
                    stops &= ~AWAITING_ROOM;
                    resume();
                }));
    }

    /** Executes nothing more, and closes once everything answered is sent. */
    void closeWhenSent() {
        stops |= CLOSING;
        if (output.held() == null && !inBatch) {
            output.closeWhenSent();
        }
    }

    /** Closes at once; what is not sent is dropped. */
    void abort() {
        stops |= CLOSING;
        var _ = context.close();
    }

    /** As {@link #abort}, from any thread. */
    void abortFromAnywhere() {
        context.executor().execute(this::abort);
    }

    void afterBatch() {
        if (isClosing()) {
            inBatch = false;
            closeWhenSent();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (context.channel().isWritable()) {
            // Not now: this may be called out of a write of this very connection.
            context.executor().execute(this::resume);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ours) {
        stops |= CLOSING;
        endSuspension();
        releasePending();
        output.release();
        if (subscriptions != null) {
            subscriptions.end();
        }
        buffers.release();
        loop.closed(this);
        ours.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        failed(cause);
    }

    /** Closes the connection after what it cannot recover from. */
    void failed(Throwable cause) {
        switch (cause) {
            case BufferLimitException limit -> {
                loop.metrics().bufferLimitExceeded();
                LOG.warn(
                        "connection {} from {} closed: {} is exceeded",
                        client.id(),
                        client.address(),
                        limit.getMessage());
            }
            case IOException reset -> LOG.debug("connection {}: {}", client.id(), reset.getMessage());
            default -> LOG.error("connection {} closed after an error", client.id(), cause);
        }
        abort();
    }
}
