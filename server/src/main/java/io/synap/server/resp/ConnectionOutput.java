package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection, in its order: replies and published messages, of which some may be held until a
 * position of the log is synced. Confined to the connection's event loop.
 */
final class ConnectionOutput {
    private final RespLoop loop;
    private final ChannelHandlerContext context;
    private final ClientState client;
    private @Nullable HeldOutput held;
    private boolean unflushed;

    ConnectionOutput(RespLoop loop, ChannelHandlerContext context, ClientState client) {
        this.loop = loop;
        this.context = context;
        this.client = client;
    }

    @Nullable
    HeldOutput held() {
        return held;
    }

    /**
     * Takes what a reply has gathered. False when it could be written; if true, it is held behind what was before
     * until that position is synced, and {@link #drain} may write it.
     */
    boolean deliver(Reply reply, long awaited) {
        if (held == null && awaited == 0) {
            ByteBuf only = reply.takeOnly();
            if (only != null) {
                write(only);
                return false;
            }
            if (reply.bytes() == 0) {
                return false;
            }
        }
        List<ReplyPart> parts = reply.take();
        if (parts.isEmpty()) {
            return false;
        }
        hold(parts, awaited);
        return true;
    }

    /** Takes what is no reply, to be sent behind everything before; the buffer becomes its own. */
    void push(ByteBuf messages) {
        if (held == null) {
            write(messages);
        } else {
            hold(List.of(new ReplyPart.Text(messages)), 0);
        }
    }

    private void hold(List<ReplyPart> parts, long position) {
        HeldOutput output = held;
        if (output == null) {
            output = new HeldOutput();
            held = output;
        }
        output.add(parts, position);
    }

    private void write(ByteBuf only) {
        ByteBuf ready = ConnectionBuffers.forSocket(only, context.channel());
        sent(ready.readableBytes());
        var _ = context.write(ready, context.voidPromise());
        unflushed = true;
    }

    private void sent(long bytes) {
        client.sent(bytes);
        loop.metrics().sent(bytes);
    }

    /** Hands what is written to the socket; false when there was nothing. */
    boolean flush() {
        boolean wrote = unflushed;
        if (wrote) {
            unflushed = false;
            context.flush();
        }
        return wrote;
    }

    /** Writes what is held and may be shown; true when nothing is held any more. */
    boolean drain() {
        HeldOutput output = held;
        if (output == null) {
            return false;
        }
        long before = output.bytes();
        output.drain(context, loop.synced());
        sent(before - output.bytes());
        unflushed = true;
        if (output.isEmpty()) {
            held = null;
        }
        return held == null;
    }

    long heldBytes() {
        return held == null ? 0 : held.bytes();
    }

    /** Whether so much is held that requests must wait. */
    boolean isFull() {
        HeldOutput output = held;
        return output != null
                && (output.count() > loop.settings().heldBatchesMax()
                        || output.bytes() > loop.settings().heldBytesMax());
    }

    /** Closes the connection once everything written is sent. */
    void closeWhenSent() {
        unflushed = false;
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Drops what is held. */
    void release() {
        HeldOutput output = held;
        held = null;
        if (output != null) {
            output.release();
        }
    }
}
