package io.synap.bench.broker;

import io.synap.bench.system.MeasurementException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Confined to one thread. A blocking RESP2 connection that makes no objects: requests are gathered and sent with one
 * write, replies are read piece by piece by whoever knows what comes. An error reply where something else is read is
 * an exception.
 */
final class RespLink implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int READ_TIMEOUT_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final RespRequest request = new RespRequest();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int bulkStart;

    RespLink(int port) throws IOException {
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The requests not sent yet. */
    RespRequest request() {
        return request;
    }

    /** Sends what {@link #request} has gathered. */
    void send() throws IOException {
        send(request);
        request.clear();
    }

    /** Sends a request that is kept, to be sent again. */
    void send(RespRequest prepared) throws IOException {
        out.write(prepared.bytes(), 0, prepared.length());
    }

    /** Reads the head of an array; -1 if there is none (nil). */
    int array() throws IOException {
        byte type = next();
        int length = Math.toIntExact(number(type));
        require(type == '*' || (type == '$' && length < 0), type);
        return length;
    }

    /** Reads an integer. */
    long integer() throws IOException {
        byte type = next();
        long value = number(type);
        require(type == ':', type);
        return value;
    }

    /** Reads a bulk string whole; gives its length, -1 for nil. Its bytes are valid until the next read. */
    int bulk() throws IOException {
        byte type = next();
        int length = Math.toIntExact(number(type));
        require(type == '$', type);
        if (length >= 0) {
            fill(length + 2);
            bulkStart = position;
            position += length + 2;
        }
        return length;
    }

    /** The buffer that holds the last bulk string. */
    byte[] bytes() {
        return buffer;
    }

    /** Where in {@link #bytes} the last bulk string begins. */
    int bulkStart() {
        return bulkStart;
    }

    /** Reads one whole reply of any kind but an error, and forgets it. */
    void skip() throws IOException {
        byte type = next();
        if (type == '+') {
            skipLine();
            return;
        }
        long number = number(type);
        switch (type) {
            case '$' -> skipBytes(number < 0 ? 0 : Math.toIntExact(number) + 2);
            case '*' -> {
                for (int i = 0; i < number; i++) {
                    skip();
                }
            }
            default -> require(type == ':', type);
        }
    }

    /** The number that ends the line; the text of an error is thrown instead. */
    private long number(byte type) throws IOException {
        if (type == '-') {
            throw new MeasurementException("error reply: " + line());
        }
        long value = 0;
        boolean negative = false;
        for (byte b = next(); b != '\n'; b = next()) {
            if (b == '-') {
                negative = true;
            } else if (b >= '0' && b <= '9') {
                value = value * 10 + (b - '0');
            } else if (b != '\r') {
                throw new MeasurementException("not a number in a reply of type " + (char) type);
            }
        }
        return negative ? -value : value;
    }

    private static void require(boolean expected, byte type) {
        if (!expected) {
            throw new MeasurementException("unexpected reply type " + (char) type);
        }
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte b = next(); b != '\n'; b = next()) {
            if (b != '\r') {
                text.append((char) (b & 0xff));
            }
        }
        return text.toString();
    }

    private void skipLine() throws IOException {
        while (next() != '\n') {
            // the text of a status says nothing that is needed
        }
    }

    private void skipBytes(int count) throws IOException {
        int left = count;
        while (left > 0) {
            if (position == limit) {
                fill(1);
            }
            int step = Math.min(left, limit - position);
            position += step;
            left -= step;
        }
    }

    private byte next() throws IOException {
        if (position == limit) {
            fill(1);
        }
        return buffer[position++];
    }

    /** Reads until so many bytes are there in one piece. */
    private void fill(int count) throws IOException {
        if (count > BUFFER_BYTES) {
            throw new MeasurementException("a bulk string of " + count + " bytes");
        }
        if (limit - position >= count) {
            return;
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < count) {
            int read = in.read(buffer, limit, BUFFER_BYTES - limit);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            limit += read;
        }
    }

    /** Sends one command and forgets the answer. */
    static void run(int port, String... words) throws IOException {
        try (RespLink link = new RespLink(port)) {
            link.request().command(words);
            link.send();
            link.skip();
        }
    }

    /** Sends one command that is answered with an integer. */
    static long ask(int port, String... words) throws IOException {
        try (RespLink link = new RespLink(port)) {
            link.request().command(words);
            link.send();
            return link.integer();
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
