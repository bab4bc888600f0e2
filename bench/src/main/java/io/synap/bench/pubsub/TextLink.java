package io.synap.bench.pubsub;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Confined to one thread. A connection while it is set up: blocking, line by line. After that its socket and what was
 * read too far are taken over.
 */
public final class TextLink {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16).limit(0);

    TextLink(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** The next line, without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (char c = next(); c != '\n'; c = next()) {
            if (c != '\r') {
                line.append(c);
            }
        }
        return line.toString();
    }

    private char next() throws IOException {
        if (!in.hasRemaining()) {
            if (channel.read(in.clear()) < 0) {
                throw new EOFException("the server closed the connection");
            }
            in.flip();
        }
        return (char) (in.get() & 0xff);
    }

    /** The socket, to be taken over and closed by whoever calls. */
    SocketChannel channel() {
        return channel;
    }

    /** What was read and is not yet used. */
    ByteBuffer rest() {
        return in;
    }
}
