package io.synap.bench.websocket;

import io.synap.bench.system.MeasurementException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Confined to its loop's thread once it is open. One WebSocket, seen from the client. */
public final class Link implements FrameReader.Frames {
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int SHORT_MAX = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_16_MAX = 0xffff;
    private static final int HEADER_BYTES_MAX = 14;
    /** A server that reads so little is not to be measured. */
    private static final int UNSENT_BYTES_MAX = 4 << 20;

    /** What is told of each whole message, on the loop's thread; bytes are valid during the call. */
    @FunctionalInterface
    public interface Listener {
        void message(Link link, byte[] bytes, int from, int length);
    }

    private final SocketChannel channel;
    private final Listener listener;
    private final FrameReader reader = new FrameReader(this);
    /** RFC 6455 wants keys that nobody can foresee; here nobody wants to. */
    private final SplittableRandom masks;

    /** What the socket did not take; empty when flipped. */
    private ByteBuffer unsent = ByteBuffer.allocate(0);

    private @Nullable SelectionKey key;

    /** Of all links of the loop; others only read it. */
    private final AtomicLong pings;

    Link(SocketChannel channel, Listener listener, long number, AtomicLong pings) {
        this.channel = channel;
        this.listener = listener;
        this.masks = new SplittableRandom(number);
        this.pings = pings;
    }

    /** From now on the selector says when to read. */
    void register(Selector selector) throws IOException {
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    private SelectionKey key() {
        return Objects.requireNonNull(key, "not registered yet");
    }

    void close() throws IOException {
        channel.close();
    }

    /** Reads once what is there, with a buffer that all links of a loop share. */
    void read(byte[] shared) throws IOException {
        int read = channel.read(ByteBuffer.wrap(shared));
        if (read < 0) {
            throw new EOFException("the server closed a WebSocket without a word");
        }
        receive(shared, read);
    }

    void receive(byte[] bytes, int length) {
        reader.receive(bytes, 0, length);
    }

    @Override
    public void message(byte[] bytes, int from, int length) {
        listener.message(this, bytes, from, length);
    }

    @Override
    public void ping(byte[] bytes, int from, int length) {
        pings.setRelease(pings.getPlain() + 1);
        frame(FINAL_PONG, bytes, from, length);
    }

    /** Sends a text frame, now or as soon as the socket takes it. */
    public void send(byte[] bytes, int length) {
        frame(FINAL_TEXT, bytes, 0, length);
    }

    private void frame(int first, byte[] bytes, int from, int length) {
        ByteBuffer out = roomFor(HEADER_BYTES_MAX + length);
        out.put((byte) first);
        if (length <= SHORT_MAX) {
            out.put((byte) (MASKED | length));
        } else if (length <= LENGTH_16_MAX) {
            out.put((byte) (MASKED | LENGTH_16)).putShort((short) length);
        } else {
            throw new IllegalArgumentException("a frame of " + length + " bytes");
        }
        int mask = masks.nextInt();
        out.putInt(mask);
        int at = out.position();
        out.put(bytes, from, length);
        int end = out.position();
        for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
            out.putInt(at, out.getInt(at) ^ mask);
        }
        for (int shift = 24; at < end; at++, shift -= 8) {
            out.put(at, (byte) (out.get(at) ^ mask >>> shift));
        }
        flush();
    }

    /** The buffer of what is unsent, with room behind it. */
    private ByteBuffer roomFor(int bytes) {
        if (unsent.remaining() < bytes) {
            if (unsent.position() > UNSENT_BYTES_MAX) {
                throw new MeasurementException("the server does not read what a WebSocket sends");
            }
            unsent = ByteBuffer.allocate(2 * (unsent.position() + bytes)).put(unsent.flip());
        }
        return unsent;
    }

    /** Writes what is unsent; waits for the socket where that is not all. */
    void flush() {
        try {
            unsent.flip();
            channel.write(unsent);
            boolean all = !unsent.hasRemaining();
            unsent.compact();
            var _ = key().interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
