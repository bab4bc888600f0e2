package io.synap.client.websocket;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's frames (RFC 6455, section 5). Confined to the connection's thread.
 *
 * <p>A message that comes in one frame is given where it stands in the buffer. The buffer grows with what has come, not
 * with what was announced.
 */
final class FrameInput {
    /** What is read. */
    interface Sink {
        /** Something has come, whatever it is. */
        void heard();

        /** The array is valid until it returns. */
        void message(byte[] bytes, int from, int to) throws ProtocolException;

        void ping(byte[] content);
    }

    /** How the server closed the connection. */
    record Closing(int code, String reason) {}

    static final int NO_STATUS = 1005;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES_KEPT = 1024 * 1024;
    private static final int MESSAGE_BYTES_MAX = 256 * 1024 * 1024;
    private static final int CONTROL_BYTES_MAX = 125;

    private final InputStream in;
    private final Sink sink;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    /** The parts of a message that comes in several frames. */
    private @Nullable ByteArrayOutputStream parts;

    FrameInput(InputStream in, Sink sink) {
        this.in = in;
        this.sink = sink;
    }

    /**
     * The head of an HTTP answer, up to the empty line.
     *
     * @throws ProtocolException when it is longer than that
     */
    String head(int bytesMax) throws IOException {
        int seen = 0;
        while (true) {
            for (; start + seen + 4 <= end; seen++) {
                int at = start + seen;
                if (buffer[at] == '\r' && buffer[at + 1] == '\n' && buffer[at + 2] == '\r' && buffer[at + 3] == '\n') {
                    String head = new String(buffer, start, seen, StandardCharsets.ISO_8859_1);
                    start = at + 4;
                    return head;
                }
            }
            if (seen > bytesMax) {
                throw new ProtocolException("the answer to the handshake has no end");
            }
            need(seen + 4);
        }
    }

    /**
     * Reads until the server closes the connection properly.
     *
     * @throws ProtocolException when it sends what the protocol does not allow
     */
    Closing readAll() throws IOException {
        while (true) {
            need(2);
            int first = buffer[start];
            int second = buffer[start + 1];
            if ((first & 0x70) != 0 || second < 0) {
                throw new ProtocolException("the server sent something that is no frame");
            }
            int head = second == 126 ? 4 : second == 127 ? 10 : 2;
            need(head);
            int length = length(second);
            need(head + length);
            int from = start + head;
            int to = from + length;
            boolean last = first < 0;
            int opcode = first & 0xf;
            if (opcode >= Opcode.CLOSE) {
                if (!last || length > CONTROL_BYTES_MAX) {
                    throw new ProtocolException("the server sent a control frame that is too long, or in parts");
                }
                if (opcode == Opcode.CLOSE) {
                    return closing(from, to);
                }
                control(opcode, from, to);
            } else {
                data(opcode, last, from, to);
            }
            start = to;
            forget();
        }
    }

    private int length(int second) throws ProtocolException {
        if (second < 126) {
            return second;
        }
        int bytes = second == 126 ? 2 : 8;
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << 8) | (buffer[start + 2 + i] & 0xff);
        }
        if (length < 0 || length > MESSAGE_BYTES_MAX) {
            throw new ProtocolException("a message has more than " + MESSAGE_BYTES_MAX + " bytes");
        }
        return (int) length;
    }

    private void control(int opcode, int from, int to) throws ProtocolException {
        switch (opcode) {
            case Opcode.PING -> sink.ping(Arrays.copyOfRange(buffer, from, to));
            case Opcode.PONG -> {
                // That something came was told already.
            }
            default -> throw new ProtocolException("the server sent a frame of the unknown kind " + opcode);
        }
    }

    private void data(int opcode, boolean last, int from, int to) throws ProtocolException {
        ByteArrayOutputStream begun = parts;
        if (opcode == Opcode.BINARY && begun == null) {
            if (last) {
                sink.message(buffer, from, to);
                return;
            }
            begun = new ByteArrayOutputStream(2 * (to - from));
            parts = begun;
        } else if (opcode != Opcode.CONTINUATION || begun == null) {
            throw new ProtocolException(
                    opcode == Opcode.TEXT ? "the server sent text" : "the server sent a frame out of place");
        }
        if (begun.size() > MESSAGE_BYTES_MAX - (to - from)) {
            throw new ProtocolException("a message has more than " + MESSAGE_BYTES_MAX + " bytes");
        }
        begun.write(buffer, from, to - from);
        if (last) {
            parts = null;
            byte[] whole = begun.toByteArray();
            sink.message(whole, 0, whole.length);
        }
    }

    private Closing closing(int from, int to) {
        if (to - from < 2) {
            return new Closing(NO_STATUS, "");
        }
        int code = ((buffer[from] & 0xff) << 8) | (buffer[from + 1] & 0xff);
        return new Closing(code, new String(buffer, from + 2, to - from - 2, StandardCharsets.UTF_8));
    }

    /** Reads until so many bytes are there. */
    private void need(int bytes) throws IOException {
        while (end - start < bytes) {
            if (start + bytes > buffer.length && start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
            if (end == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(bytes, 2L * buffer.length));
            }
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                throw new EOFException("the server ended the connection without a word");
            }
            sink.heard();
            end += read;
        }
    }

    /** Begins at the front again when everything is read, with a buffer of the usual size. */
    private void forget() {
        if (start == end) {
            start = 0;
            end = 0;
            if (buffer.length > BUFFER_BYTES_KEPT) {
                buffer = new byte[BUFFER_BYTES];
            }
        }
    }
}
