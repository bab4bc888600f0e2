package io.synap.client.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server's end of one connection. Confined to its script, but for what it says of itself. */
final class ServerWire {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>(1000);

    ServerWire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Reads the client's request for a WebSocket; returns its key. */
    String handshakeRequest() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        for (String line : head.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
            if (line.startsWith("Sec-WebSocket-Key: ")) {
                return line.substring(19);
            }
        }
        throw new IOException("no key in " + head);
    }

    ServerWire shakeHands() throws IOException {
        return shakeHands("Sec-WebSocket-Protocol: " + Handshake.SUBPROTOCOL + "\r\n");
    }

    /** Agrees, with such headers besides the necessary. */
    ServerWire shakeHands(String headers) throws IOException {
        raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Handshake.answer(handshakeRequest()) + "\r\n" + headers + "\r\n");
        return this;
    }

    void raw(String text) throws IOException {
        raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** The next request; pings are answered meanwhile. */
    Asked next() throws IOException {
        while (asked.isEmpty()) {
            int opcode = in.readUnsignedByte() & 0xf;
            byte[] content = content();
            switch (opcode) {
                case Opcode.BINARY -> asked.addAll(Asked.all(content));
                case Opcode.PING -> frame(Opcode.PONG, content);
                case Opcode.PONG -> pongs.add(new String(content, StandardCharsets.UTF_8));
                case Opcode.CLOSE -> throw new EOFException("the client closed the connection");
                default -> throw new IOException("opcode " + opcode);
            }
        }
        return asked.remove();
    }

    /** What came as answers to pings. */
    BlockingQueue<String> pongs() {
        return pongs;
    }

    private byte[] content() throws IOException {
        int second = in.readUnsignedByte();
        if (second < 128) {
            throw new IOException("a client's frame is not masked");
        }
        int length = second - 128;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] mask = in.readNBytes(4);
        byte[] content = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            content[i] ^= mask[i % 4];
        }
        return content;
    }

    /** Answers everything until the client leaves. */
    void answerAll() throws IOException {
        while (true) {
            Asked each = next();
            if (each.command().endsWith(".subscribe")) {
                answerSubscription(each.id());
            } else {
                answer(each.id());
            }
        }
    }

    /** Reads until the client leaves, and says nothing. */
    void ignoreAll() throws IOException {
        while (in.read() >= 0) {
            // Whatever it was, it is not answered.
        }
    }

    /** Answers with success and the text "done". */
    void answer(long id) throws IOException {
        answer(id, textValue("done"));
    }

    /** Answers with success and an object without members. */
    void answerSubscription(long id) throws IOException {
        answer(id, field(6, new byte[0]));
    }

    private void answer(long id, byte[] payload) throws IOException {
        byte[] answer = join(varintField(1, id), varintField(2, 1), field(3, payload));
        frame(Opcode.BINARY, field(1, field(1, answer)));
    }

    void fail(long id, String code) throws IOException {
        byte[] answer =
                join(varintField(1, id), field(4, code.getBytes(StandardCharsets.UTF_8)), field(5, new byte[] {'x'}));
        frame(Opcode.BINARY, field(1, field(1, answer)));
    }

    /** An event with the members code and error. */
    void event(String subscription, String type, String cursor, String code) throws IOException {
        byte[] event = join(
                field(1, subscription.getBytes(StandardCharsets.UTF_8)),
                field(2, type.getBytes(StandardCharsets.UTF_8)),
                field(3, cursor.getBytes(StandardCharsets.UTF_8)),
                field(4, join(field(1, "code".getBytes(StandardCharsets.UTF_8)), field(2, textValue(code)))),
                field(4, join(field(1, "error".getBytes(StandardCharsets.UTF_8)), field(2, textValue("x")))));
        frame(Opcode.BINARY, field(1, field(2, event)));
    }

    void close(int code) throws IOException {
        frame(Opcode.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    void frame(int opcode, byte[] content) throws IOException {
        raw(frameOf(opcode, content));
    }

    static byte[] frameOf(int opcode, byte[] content) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (content.length < 126) {
            frame.write(content.length);
        } else {
            frame.writeBytes(new byte[] {126, (byte) (content.length >> 8), (byte) content.length});
        }
        frame.writeBytes(content);
        return frame.toByteArray();
    }

    private static byte[] textValue(String text) {
        return field(4, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        return join(varint((long) number << 3 | 2), varint(content.length), content);
    }

    private static byte[] varintField(int number, long value) {
        return join(varint((long) number << 3), varint(value));
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while (rest > 127) {
            bytes.write((int) ((rest & 127) | 128));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Ends it with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void end() throws IOException {
        socket.close();
    }
}
