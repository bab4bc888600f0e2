package io.synap.bench.load;

import io.synap.bench.system.MeasurementException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Confined to one thread. Sends requests in batches and waits for every reply of a batch, which is what a
 * client with a pipeline does. An error reply or an unexpected nil ends the measurement.
 */
final class PipelinedConnection implements AutoCloseable {
    private static final int READ_BUFFER_BYTES = 1 << 16;

    private final SocketChannel channel;
    private final ByteBuffer out;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private final ReplyScanner scanner = new ReplyScanner(this::count);
    private final Requests requests = new Requests();
    private int batched;
    private int answered;
    private long nils;

    PipelinedConnection(int port, int batchMax) throws IOException {
        out = ByteBuffer.allocateDirect(batchMax * Requests.REQUEST_BYTES_MAX);
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    void set(long key) {
        requests.set(out, key);
        batched++;
    }

    void get(long key) {
        requests.get(out, key);
        batched++;
    }

    /** Sends the batch, reads its replies. */
    void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
        while (answered < batched) {
            if (channel.read(in.clear()) < 0) {
                throw new EOFException("the server closed the connection");
            }
            scanner.scan(in.flip());
        }
        batched = 0;
        answered = 0;
        if (scanner.errors() > 0) {
            throw new MeasurementException("error reply: " + scanner.firstError());
        }
        if (nils > 0) {
            throw new MeasurementException("a key that was loaded is missing");
        }
    }

    private void count(Reply.Kind kind) {
        answered++;
        if (kind == Reply.Kind.NIL) {
            nils++;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
