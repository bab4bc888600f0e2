package io.synap.bench.load;

import io.synap.bench.system.MeasurementException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Confined to the generator's thread. One non-blocking connection of an {@link OpenLoop}: requests that the
 * socket does not take yet wait in a buffer that grows up to a limit, with their intended moments beside.
 */
final class OpenConnection implements AutoCloseable {
    private static final int READ_BUFFER_BYTES = 1 << 16;
    private static final int SEND_BUFFER_BYTES = 1 << 16;
    /** About eight seconds of 20,000 requests a second on one connection. */
    private static final int SEND_BUFFER_BYTES_MAX = 1 << 24;

    /** Told of each reply: when its request was meant to leave, and now. */
    interface Answers {
        void answered(long intendedNanos, long nowNanos);
    }

    private final SocketChannel channel;
    private final Answers answers;
    private final Requests requests = new Requests();
    private final ReplyScanner scanner = new ReplyScanner(this::replied);
    private final LongQueue intended = new LongQueue();
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private ByteBuffer out = ByteBuffer.allocateDirect(SEND_BUFFER_BYTES);
    private long receivedAt;

    OpenConnection(int port, Selector selector, Answers answers) throws IOException {
        this.answers = answers;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void set(long key, long intendedNanos) {
        makeRoom();
        requests.set(out, key);
        intended.add(intendedNanos);
    }

    void get(long key, long intendedNanos) {
        makeRoom();
        requests.get(out, key);
        intended.add(intendedNanos);
    }

    long outstanding() {
        return intended.size();
    }

    void send() throws IOException {
        if (out.position() > 0) {
            channel.write(out.flip());
            out.compact();
        }
    }

    void receive() {
        try {
            int read = channel.read(in.clear());
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            receivedAt = System.nanoTime();
            scanner.scan(in.flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (scanner.errors() > 0) {
            throw new MeasurementException("error reply: " + scanner.firstError());
        }
    }

    private void replied(Reply.Kind kind) {
        if (kind == Reply.Kind.NIL) {
            throw new MeasurementException("a key that was loaded is missing");
        }
        answers.answered(intended.remove(), receivedAt);
    }

    private void makeRoom() {
        if (out.remaining() >= Requests.REQUEST_BYTES_MAX) {
            return;
        }
        if (out.capacity() >= SEND_BUFFER_BYTES_MAX) {
            throw new MeasurementException("the server has stopped reading: " + intended.size() + " requests wait");
        }
        out = ByteBuffer.allocateDirect(out.capacity() * 2).put(out.flip());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
