package io.synap.server.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** A WebSocket client that can also do what none should. Confined to one thread. */
final class SocketClient implements AutoCloseable {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** A frame, or a message whose fragments were joined. */
    static final class Frame {
        private final int first;
        private final byte[] payload;

        Frame(int first, byte[] payload) {
            this.first = first;
            this.payload = payload;
        }

        /** Flags and opcode. */
        int first() {
            return first;
        }

        byte[] payload() {
            return payload;
        }

        int opcode() {
            return first & 0x0f;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final Random masks = new Random(7);
    private final String head;

    private SocketClient(Socket socket, String request) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        head = readHead();
    }

    static SocketClient open(RunningServer server, String path, String... headers) throws IOException {
        return open(server.port(), path, headers);
    }

    static SocketClient open(int port, String path, String... headers) throws IOException {
        return new SocketClient(connect(port), request(path, headers));
    }

    /** A client whose socket takes little that it does not read. */
    static SocketClient openNarrow(int port, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new SocketClient(socket, request(path));
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** A handshake; a header that is given replaces the usual one, an empty one removes it. */
    static String request(String path, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        String[] usual = {
            "Upgrade: websocket",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(new byte[16])
        };
        for (String each : usual) {
            String name = each.substring(0, each.indexOf(':') + 1);
            boolean replaced = false;
            for (String given : headers) {
                replaced |= given.startsWith(name);
            }
            if (!replaced) {
                request.append(each).append("\r\n");
            }
        }
        for (String given : headers) {
            if (!given.endsWith(":")) {
                request.append(given).append("\r\n");
            }
        }
        return request.append("\r\n").toString();
    }

    private String readHead() throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** The answer's status and headers. */
    String head() {
        return head;
    }

    String status() {
        return head.length() < 12 ? head : head.substring(9, 12);
    }

    String header(String name) {
        for (String line : head.lines().toList()) {
            if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
                return line.substring(name.length() + 2);
            }
        }
        return "";
    }

    byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) 0xfe).putShort((short) payload.length);
        } else {
            frame.put((byte) 0xff).putLong(payload.length);
        }
        byte[] mask = new byte[4];
        masks.nextBytes(mask);
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    SocketClient raw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    SocketClient send(int first, byte[] payload) throws IOException {
        return raw(frame(first, payload));
    }

    SocketClient text(String text) throws IOException {
        return send(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a command whose payload is written with single quotes. */
    SocketClient command(String name, String payload) throws IOException {
        return text("{\"command\":\"" + name + "\",\"request_id\":\"" + name + "\",\"payload\":"
                + payload.replace('\'', '"') + "}");
    }

    Frame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** The next message, its fragments joined; pings are answered, a close frame is returned as it is. */
    Frame read() throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        int begun = 0;
        while (true) {
            Frame frame = readFrame();
            if (frame.opcode() == PING) {
                send(FIN | PONG, frame.payload());
                continue;
            }
            if (frame.opcode() >= CLOSE) {
                return frame;
            }
            if (frame.opcode() != CONTINUATION) {
                begun = frame.first();
            }
            joined.write(frame.payload());
            if ((frame.first() & FIN) != 0) {
                return new Frame(begun | FIN, joined.toByteArray());
            }
        }
    }

    /** The next message with single quotes, what varies blotted out; of a close frame its code. */
    String readText() throws IOException {
        Frame frame = read();
        return frame.opcode() == CLOSE ? "closed " + frame.closeCode() : RunningServer.shown(frame.text());
    }

    String ask(String name, String payload) throws IOException {
        return command(name, payload).readText();
    }

    /** Reads up to the close frame and on to the end of the connection; the close frame's code. */
    int readClose() throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        if (!socket.isOutputShutdown()) {
            finish();
        }
        try {
            while (true) {
                var _ = readFrame();
            }
        } catch (EOFException end) {
            return frame.closeCode();
        }
    }

    /** Sends nothing more. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection without a word. */
    void drop() throws IOException {
        socket.close();
    }

    void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
