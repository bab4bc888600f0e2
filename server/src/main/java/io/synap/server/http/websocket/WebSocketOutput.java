package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.live.LiveEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What one connection sends: gathered during a turn of the event loop, then held in order until it may be seen and the
 * socket takes it. Confined to its event loop. While nothing is sent it holds no buffer.
 */
final class WebSocketOutput {
    /** Beyond, a further buffer is begun, so that none has to be copied to grow far. */
    private static final int GATHERED_BYTES_MAX = 64 * 1024;

    private static final int FIRST_BYTES = 256;
    /** Shorter messages are not worth compressing. */
    private static final int COMPRESSED_BYTES_MIN = 512;
    /** Parts of a large answer in one turn of the event loop. */
    private static final int PARTS_PER_TURN = 16;
    /** Stands for the position of what was written in this turn, which is known at its end. */
    private static final long OPEN = Long.MAX_VALUE;

    /** One or more whole frames, or a large answer. */
    private static final class Part {
        final @Nullable ByteBuf frames;
        final FrameCodec.@Nullable Parts large;
        long position = OPEN;
        boolean begun;

        Part(@Nullable ByteBuf frames, FrameCodec.@Nullable Parts large) {
            this.frames = frames;
            this.large = large;
        }

        int bytes() {
            return frames == null ? 0 : frames.readableBytes();
        }

        void release() {
            if (frames != null) {
                frames.release();
            }
            if (large != null) {
                large.close();
            }
        }
    }

    private final WebSockets loop;
    private final ChannelHandlerContext context;
    private final FrameCodec codec;
    private final @Nullable Deflation deflation;
    private final Runnable drain;

    private @Nullable ByteBuf gathered;
    private @Nullable ArrayDeque<Part> parts;
    private long heldBytes;
    private long turnPosition;
    private boolean unflushed;
    /** Whether the message being written is to be compressed. */
    private boolean staged;

    /** @param drain goes on with sending, in a later turn */
    WebSocketOutput(
            WebSockets loop,
            ChannelHandlerContext context,
            FrameCodec codec,
            @Nullable Deflation deflation,
            Runnable drain) {
        this.loop = loop;
        this.context = context;
        this.codec = codec;
        this.deflation = deflation;
        this.drain = drain;
        context.channel().config().setWriteBufferWaterMark(EventFlow.UNSENT);
    }

    /** Bytes that have not left, wherever they wait. */
    long bytes() {
        ByteBuf open = gathered;
        return heldBytes + (open == null ? 0 : open.readableBytes()) + unsentBytes();
    }

    /** What the socket has not taken yet. */
    long unsentBytes() {
        ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    void answer(EncodedOutput content) {
        ByteBuf target = begin(content.size(), opcode());
        content.copyTo(target);
        end(target, opcode());
    }

    /** Returns how many bytes it has. */
    int event(byte[] head, LiveEvent event) {
        int length = codec.eventBytes(head, event);
        ByteBuf target = begin(length, opcode());
        codec.writeEvent(target, head, event);
        end(target, opcode());
        return length;
    }

    /** Sends a message as it came. */
    void echo(boolean binary, byte[] content) {
        int opcode = binary ? FrameHeader.BINARY : FrameHeader.TEXT;
        ByteBuf target = begin(content.length, opcode);
        target.writeBytes(content);
        end(target, opcode);
    }

    private int opcode() {
        return codec.isBinary() ? FrameHeader.BINARY : FrameHeader.TEXT;
    }

    /** Where the content of a message of that length goes. */
    private ByteBuf begin(int length, int opcode) {
        staged = !codec.joins() && isCompressed(length);
        if (staged) {
            return loop.staging();
        }
        ByteBuf target = gather(length);
        if (!codec.joins()) {
            FrameHeader.write(target, FrameHeader.FIN | opcode, length);
        }
        return target;
    }

    private void end(ByteBuf written, int opcode) {
        if (!codec.joins()) {
            loop.metrics().sent(1, written.readableBytes());
        }
        if (staged) {
            ByteBuf compressed = compress(written);
            ByteBuf target = gather(compressed.readableBytes());
            FrameHeader.write(target, FrameHeader.FIN | FrameHeader.RSV1 | opcode, compressed.readableBytes());
            target.writeBytes(compressed);
            compressed.release();
        }
        ByteBuf open = gathered;
        if (open != null && open.readableBytes() > GATHERED_BYTES_MAX) {
            seal();
        }
    }

    private boolean isCompressed(int length) {
        return deflation != null && length >= COMPRESSED_BYTES_MIN;
    }

    private ByteBuf compress(ByteBuf content) {
        Deflation agreed = deflation;
        if (agreed == null) {
            throw new IllegalStateException("no compression was agreed on");
        }
        ByteBuf compressed = context.alloc().heapBuffer(content.readableBytes() / 4 + 64);
        agreed.deflate(
                content.array(), content.arrayOffset() + content.readerIndex(), content.readableBytes(), compressed);
        return compressed;
    }

    private ByteBuf gather(int more) {
        ByteBuf open = gathered;
        if (open == null) {
            open = context.alloc().directBuffer(Math.max(FIRST_BYTES, more + FrameHeader.BYTES_MAX));
            if (codec.joins()) {
                open.setIndex(FrameHeader.BYTES_MAX, FrameHeader.BYTES_MAX);
            }
            gathered = open;
        }
        return open;
    }

    /** The whole frames that were gathered; where messages are joined, they get their one header now. */
    private ByteBuf takeGathered(ByteBuf open) {
        gathered = null;
        if (!codec.joins()) {
            return open;
        }
        int length = open.readableBytes();
        loop.metrics().sent(1, length);
        int first = FrameHeader.FIN | opcode();
        ByteBuf frame = open;
        if (isCompressed(length)) {
            ByteBuf staged = loop.staging();
            staged.writeBytes(open);
            open.release();
            ByteBuf compressed = compress(staged);
            frame = context.alloc().directBuffer(FrameHeader.BYTES_MAX + compressed.readableBytes());
            frame.setIndex(FrameHeader.BYTES_MAX, FrameHeader.BYTES_MAX).writeBytes(compressed);
            compressed.release();
            first |= FrameHeader.RSV1;
        }
        return headed(frame, first);
    }

    /** Puts a header before a payload that begins where the longest one would end. */
    private static ByteBuf headed(ByteBuf frame, int first) {
        int length = frame.readableBytes();
        int end = frame.writerIndex();
        int start = FrameHeader.BYTES_MAX - FrameHeader.bytes(length);
        frame.setIndex(0, start);
        FrameHeader.write(frame, first, length);
        return frame.setIndex(start, end);
    }

    /** A large answer, part after part as the socket takes them, each a fragment of one message. */
    void large(FrameCodec.Parts large) {
        seal();
        add(new Part(null, large));
        loop.metrics().sent(1, 0);
    }

    /** The last frame, behind everything else. */
    void close(int code, String reason) {
        seal();
        add(new Part(closeFrame(code, reason), null));
    }

    private ByteBuf closeFrame(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, FrameHeader.CONTROL_BYTES_MAX - 2);
        while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) {
            length--;
        }
        boolean coded = code != CloseCode.NO_STATUS;
        ByteBuf frame = context.alloc().directBuffer(FrameHeader.CONTROL_BYTES_MAX + 2);
        FrameHeader.write(frame, FrameHeader.FIN | FrameHeader.CLOSE, coded ? length + 2 : 0);
        if (coded) {
            frame.writeShort(code).writeBytes(text, 0, length);
        }
        return frame;
    }

    /** A ping or a pong: before everything that waits, since it says nothing of what is stored. */
    void control(int opcode, byte[] payload) {
        ByteBuf frame = context.alloc().directBuffer(payload.length + 2);
        FrameHeader.write(frame, FrameHeader.FIN | opcode, payload.length);
        write(frame.writeBytes(payload));
    }

    private void seal() {
        ByteBuf open = gathered;
        if (open != null) {
            add(new Part(takeGathered(open), null));
        }
    }

    private void add(Part part) {
        ArrayDeque<Part> queue = parts;
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            parts = queue;
        }
        queue.add(part);
        heldBytes += part.bytes();
    }

    /** What is written in this turn depends on that log position. */
    void await(long position) {
        turnPosition = Math.max(turnPosition, position);
    }

    /** Ends a turn: what it has written leaves, at once or when it may. */
    void endTurn() {
        long position = turnPosition;
        turnPosition = 0;
        ByteBuf open = gathered;
        if (open != null) {
            ByteBuf frames = takeGathered(open);
            if (parts == null && position <= loop.synced()) {
                write(frames);
            } else {
                add(new Part(frames, null));
            }
        }
        if (parts != null) {
            hold(position);
            send();
        }
        flush();
    }

    private void hold(long position) {
        ArrayDeque<Part> queue = parts;
        if (queue == null) {
            return;
        }
        boolean open = false;
        for (Iterator<Part> last = queue.descendingIterator(); last.hasNext(); ) {
            Part part = last.next();
            if (part.position != OPEN) {
                break;
            }
            part.position = position;
            open = true;
        }
        if (open && position > loop.synced()) {
            loop.gate().await(position, drain);
        }
    }

    private void send() {
        ArrayDeque<Part> queue = parts;
        Part head = queue == null ? null : queue.peek();
        while (queue != null && head != null && head.position <= loop.synced()) {
            FrameCodec.Parts large = head.large;
            if (large != null) {
                if (!sendLarge(head, large)) {
                    return;
                }
                large.close();
            } else if (head.frames != null) {
                heldBytes -= head.bytes();
                write(head.frames);
            }
            queue.remove();
            head = queue.peek();
        }
        if (queue != null && queue.isEmpty()) {
            parts = null;
        }
    }

    /** Writes a large answer as far as the socket takes it; true when it is all written. */
    private boolean sendLarge(Part part, FrameCodec.Parts large) {
        for (int i = 0; i < PARTS_PER_TURN; i++) {
            if (!context.channel().isWritable()) {
                return false;
            }
            EncodedOutput out = loop.largeOutput(codec);
            boolean last = large.next(out);
            if (out.size() == 0 && !last) {
                break;
            }
            ByteBuf frame = context.alloc().directBuffer(out.size() + 2 * FrameHeader.BYTES_MAX);
            frame.setIndex(FrameHeader.BYTES_MAX, FrameHeader.BYTES_MAX);
            out.copyTo(frame);
            loop.metrics().sent(0, frame.readableBytes());
            write(headed(frame, (part.begun ? 0 : opcode()) | (last ? FrameHeader.FIN : 0)));
            part.begun = true;
            if (last) {
                return true;
            }
        }
        context.executor().execute(drain);
        return false;
    }

    private void write(ByteBuf frames) {
        unflushed = true;
        var _ = context.write(frames, context.voidPromise());
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
    }

    /** Whether everything was handed to the socket. */
    boolean isEmpty() {
        return parts == null && gathered == null;
    }

    /** Calls back when all that was written has left, or cannot. */
    void whenSent(Runnable action) {
        unflushed = false;
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> action.run());
    }

    void release() {
        ByteBuf open = gathered;
        gathered = null;
        if (open != null) {
            open.release();
        }
        ArrayDeque<Part> queue = parts;
        parts = null;
        heldBytes = 0;
        if (queue != null) {
            queue.forEach(Part::release);
        }
    }
}
