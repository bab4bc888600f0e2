package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;
import io.synap.server.http.json.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes one client's frames apart and joins them to messages (RFC 6455, section 5), as the bytes come: what is wrong
 * is found at its first byte, within a text too. Confined to its event loop. Between messages it holds no buffer.
 */
final class FrameReader {
    /** Takes what was read. */
    interface Receiver {
        /** A message; text is whole UTF-8. */
        void message(boolean binary, byte[] content);

        void ping(byte[] payload);

        /** @param code {@link CloseCode#NO_STATUS} when the frame has none */
        void closed(int code, String reason);

        /** Whether one more frame may be read now. */
        boolean accepts();

        /** Whether messages of that kind make sense here. */
        boolean understands(boolean binary);
    }

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = new byte[0];
    private static final int HEADER_BYTES_MAX = 14;
    /** Up to here room is made for a message's bytes that are only said to come. */
    private static final int TRUSTED_BYTES = 16 * 1024;

    private static final int NO_MESSAGE = 0;

    private final int messageBytesMax;
    private final @Nullable Deflation deflation;

    // The frame.
    private final byte[] header = new byte[HEADER_BYTES_MAX];
    private int headerBytes;
    private boolean inPayload;
    private int first;
    private int left;
    private int mask;
    private int maskedBytes;
    private byte[] control = NOTHING;

    // The message.
    private int opcode = NO_MESSAGE;
    private boolean compressed;
    private byte[] content = NOTHING;
    private int size;
    private int text = Utf8.ACCEPT;

    /** @param deflation null when messages may not be compressed */
    FrameReader(int messageBytesMax, @Nullable Deflation deflation) {
        this.messageBytesMax = messageBytesMax;
        this.deflation = deflation;
    }

    /** What it holds of a message that is not whole, in bytes. */
    int heldBytes() {
        return content.length;
    }

    /**
     * Reads until there is no more, or the receiver accepts no more; then the rest stays in the buffer.
     *
     * @throws ProtocolViolation at what no client may send
     */
    void read(ByteBuf in, Receiver receiver) {
        while (true) {
            if (!inPayload) {
                if ((headerBytes == 0 && !receiver.accepts()) || !readHeader(in)) {
                    return;
                }
                begin(in, receiver);
            }
            if (!readPayload(in)) {
                return;
            }
            inPayload = false;
            end(receiver);
        }
    }

    private boolean readHeader(ByteBuf in) {
        while (headerBytes < 2 || headerBytes < headerNeeded()) {
            if (!in.isReadable()) {
                return false;
            }
            header[headerBytes++] = in.readByte();
            if (headerBytes == 2) {
                checkStart();
            }
        }
        return true;
    }

    private int headerNeeded() {
        return switch (header[1] & 0x7f) {
            case 126 -> 8;
            case 127 -> HEADER_BYTES_MAX;
            default -> 6;
        };
    }

    private void checkStart() {
        int start = header[0];
        int kind = start & 0x0f;
        boolean begins = kind == FrameHeader.TEXT || kind == FrameHeader.BINARY;
        boolean mayCompress = begins && deflation != null;
        if ((start & 0x30) != 0 || ((start & FrameHeader.RSV1) != 0 && !mayCompress)) {
            throw violation("a reserved bit is set");
        }
        if (header[1] >= 0) {
            throw violation("the frame is not masked");
        }
        if (kind >= FrameHeader.CLOSE) {
            checkControl(kind);
        } else if (begins && opcode != NO_MESSAGE) {
            throw violation("a message begins within another");
        } else if (kind == FrameHeader.CONTINUATION && opcode == NO_MESSAGE) {
            throw violation("there is no message to go on with");
        } else if (kind > FrameHeader.BINARY) {
            throw violation("the opcode is reserved");
        }
    }

    private void checkControl(int kind) {
        if (kind > FrameHeader.PONG) {
            throw violation("the opcode is reserved");
        }
        if ((header[0] & FrameHeader.FIN) == 0) {
            throw violation("a control frame is fragmented");
        }
        int length = header[1] & 0x7f;
        if (length > FrameHeader.CONTROL_BYTES_MAX) {
            throw violation("a control frame is longer than 125 bytes");
        }
        if (kind == FrameHeader.CLOSE && length == 1) {
            throw violation("half a close code");
        }
    }

    private void begin(ByteBuf in, Receiver receiver) {
        long length = length();
        int at = headerBytes - 4;
        mask = (header[at] & 0xff)
                | (header[at + 1] & 0xff) << 8
                | (header[at + 2] & 0xff) << 16
                | (header[at + 3] & 0xff) << 24;
        maskedBytes = 0;
        headerBytes = 0;
        inPayload = true;
        first = header[0];
        if ((first & 0x0f) >= FrameHeader.CLOSE) {
            left = (int) length;
            control = left == 0 ? NOTHING : new byte[left];
            return;
        }
        int kind = first & 0x0f;
        if (kind != FrameHeader.CONTINUATION) {
            if (!receiver.understands(kind == FrameHeader.BINARY)) {
                throw new ProtocolViolation(
                        CloseCode.UNSUPPORTED_DATA,
                        kind == FrameHeader.BINARY
                                ? "binary messages need the subprotocol synap.v1.proto"
                                : "text messages need the subprotocol synap.v1.json");
            }
            opcode = kind;
            compressed = (first & FrameHeader.RSV1) != 0;
            text = Utf8.ACCEPT;
        }
        if (size + length > messageBytesMax) {
            throw new ProtocolViolation(
                    CloseCode.TOO_BIG, "larger than " + messageBytesMax + " bytes (websocket.message_bytes_max)");
        }
        left = (int) length;
        reserve(in.readableBytes());
    }

    private long length() {
        int said = header[1] & 0x7f;
        if (said < 126) {
            return said;
        }
        long length = 0;
        for (int i = 2; i < headerBytes - 4; i++) {
            length = length << 8 | (header[i] & 0xff);
        }
        if (length < 0 || length < (said == 126 ? 126 : 0x10000)) {
            throw violation("the length is not written in the shortest form");
        }
        return length;
    }

    /** Makes room for what is here of the frame, and for its rest if that is no large promise. */
    private void reserve(int readable) {
        int needed = size + Math.min(left, Math.max(readable, 1));
        if (needed > content.length) {
            int doubled = (int) Math.min(messageBytesMax, Math.max(content.length * 2L, TRUSTED_BYTES));
            content = Arrays.copyOf(content, Math.max(needed, Math.min(size + left, doubled)));
        }
    }

    /** Reads what is there of the payload; true when that was all of it. */
    private boolean readPayload(ByteBuf in) {
        int length = Math.min(left, in.readableBytes());
        boolean isControl = (first & 0x0f) >= FrameHeader.CLOSE;
        if (length > 0) {
            if (isControl) {
                int at = control.length - left;
                in.readBytes(control, at, length);
                unmask(control, at, at + length);
            } else {
                reserve(length);
                in.readBytes(content, size, length);
                unmask(content, size, size + length);
                check(size, size + length);
                size += length;
            }
            left -= length;
        }
        return left == 0;
    }

    private void check(int from, int to) {
        if (opcode == FrameHeader.TEXT && !compressed) {
            text = Utf8.check(text, content, from, to);
            if (text == Utf8.REJECT) {
                throw notText();
            }
        }
    }

    private void unmask(byte[] bytes, int from, int to) {
        int rotated = Integer.rotateRight(mask, 8 * (maskedBytes & 3));
        long twice = (rotated & 0xffff_ffffL) * 0x1_0000_0001L;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            LONG.set(bytes, i, (long) LONG.get(bytes, i) ^ twice);
        }
        for (int shift = 0; i < to; i++, shift += 8) {
            bytes[i] ^= (byte) (twice >>> shift);
        }
        maskedBytes += to - from;
    }

    private void end(Receiver receiver) {
        switch (first & 0x0f) {
            case FrameHeader.PING -> receiver.ping(takeControl());
            case FrameHeader.PONG -> control = NOTHING;
            case FrameHeader.CLOSE -> close(takeControl(), receiver);
            default -> {
                if ((first & FrameHeader.FIN) != 0) {
                    endMessage(receiver);
                }
            }
        }
    }

    private byte[] takeControl() {
        byte[] payload = control;
        control = NOTHING;
        return payload;
    }

    private static void close(byte[] payload, Receiver receiver) {
        if (payload.length == 0) {
            receiver.closed(CloseCode.NO_STATUS, "");
            return;
        }
        int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        if (!CloseCode.isValid(code)) {
            throw violation("the close code may not be sent");
        }
        if (Utf8.check(Utf8.ACCEPT, payload, 2, payload.length) != Utf8.ACCEPT) {
            throw notText();
        }
        receiver.closed(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    private void endMessage(Receiver receiver) {
        byte[] whole = size == content.length ? content : Arrays.copyOf(content, size);
        boolean binary = opcode == FrameHeader.BINARY;
        Deflation inflating = compressed ? deflation : null;
        content = NOTHING;
        size = 0;
        opcode = NO_MESSAGE;
        if (inflating != null) {
            whole = inflating.inflate(whole, messageBytesMax);
            text = binary ? Utf8.ACCEPT : Utf8.check(Utf8.ACCEPT, whole, 0, whole.length);
        }
        if (!binary && text != Utf8.ACCEPT) {
            throw notText();
        }
        receiver.message(binary, whole);
    }

    private static ProtocolViolation violation(String reason) {
        return new ProtocolViolation(CloseCode.PROTOCOL_ERROR, reason);
    }

    private static ProtocolViolation notText() {
        return new ProtocolViolation(CloseCode.INVALID_DATA, "the text is not UTF-8");
    }
}
