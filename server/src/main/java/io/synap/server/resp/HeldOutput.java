package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.synap.server.resp.ReplyPart.LargeRange;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Output of one connection that cannot go to its socket yet: because it shows what is not synced,
 * because it is a large value that follows the socket's pace, or because it comes after such. Confined
 * to the connection's event loop. Order is never changed.
 */
final class HeldOutput {
    private static final int CHUNK_BYTES = 64 * 1024;

    /** A part, and the log position that must be synced before it may be seen. */
    private record Held(ReplyPart part, long position) {}

    private final ArrayDeque<Held> queue = new ArrayDeque<>();
    private long bytes;
    /** Those of them that are in buffers of their own. */
    private long textBytes;
    /** How much of the head, a large value, has been sent. */
    private int sent;

    void add(List<ReplyPart> parts, long position) {
        for (ReplyPart each : parts) {
            ReplyPart part = position == 0 ? each : fitted(each);
            queue.add(new Held(part, position));
            bytes += part.bytes();
            textBytes += textBytes(part);
        }
    }

    /** What waits for an fsync must not occupy much more than it holds: with many clients, most is short. */
    private static ReplyPart fitted(ReplyPart part) {
        return part instanceof ReplyPart.Text text ? new ReplyPart.Text(ConnectionBuffers.fitted(text.buffer())) : part;
    }

    private static long textBytes(ReplyPart part) {
        return part instanceof ReplyPart.Text ? part.bytes() : 0;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int count() {
        return queue.size();
    }

    long bytes() {
        return bytes;
    }

    long textBytes() {
        return textBytes;
    }

    /** Writes what may be shown, large values as far as the channel takes them; the caller flushes. */
    void drain(ChannelHandlerContext context, long synced) {
        Held head = queue.peek();
        while (head != null
                && head.position() <= synced
                && (head.part() instanceof ReplyPart.Text || context.channel().isWritable())) {
            ReplyPart part = head.part();
            long partBytes = part.bytes();
            long partTextBytes = textBytes(part);
            if (write(part, context)) {
                queue.remove();
                bytes -= partBytes;
                textBytes -= partTextBytes;
                head = queue.peek();
            }
        }
    }

    /** Writes a part, or a chunk of it; true when it is all written. */
    private boolean write(ReplyPart part, ChannelHandlerContext context) {
        return switch (part) {
            case ReplyPart.Text text -> {
                ByteBuf ready = ConnectionBuffers.forSocket(text.buffer(), context.channel());
                var _ = context.write(ready, context.voidPromise());
                yield true;
            }
            case LargeRange range -> writeChunk(range, context);
        };
    }

    private boolean writeChunk(LargeRange range, ChannelHandlerContext context) {
        int length = Math.min(CHUNK_BYTES, range.length() - sent);
        ByteBuf chunk = context.alloc().directBuffer(length);
        range.value().copy(range.from() + sent, length, Addresses.of(chunk));
        chunk.writerIndex(length);
        var _ = context.write(chunk, context.voidPromise());
        sent += length;
        if (sent < range.length()) {
            return false;
        }
        sent = 0;
        range.release();
        return true;
    }

    /** Drops everything; nothing of it is sent. */
    void release() {
        for (Held held : queue) {
            held.part().release();
        }
        queue.clear();
        bytes = 0;
        textBytes = 0;
    }
}
