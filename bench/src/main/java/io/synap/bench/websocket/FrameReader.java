package io.synap.bench.websocket;

import io.synap.bench.system.MeasurementException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Confined to one thread. Cuts what a server sends into messages (RFC 6455, section 5). A frame that arrives whole is
 * told where it lies; only what is cut in two is copied, so an idle connection holds nothing.
 */
final class FrameReader {
    private static final byte[] NOTHING = new byte[0];
    private static final int FINAL = 0x80;
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MASKED = 0x80;
    private static final long MESSAGE_BYTES_MAX = 64L << 20;

    /** What is told; bytes are valid during the call. */
    interface Frames {
        void message(byte[] bytes, int from, int length);

        void ping(byte[] bytes, int from, int length);
    }

    private final Frames frames;
    private byte[] held = NOTHING;
    private int heldLength;
    private byte[] pieces = NOTHING;
    private int piecesLength;

    FrameReader(Frames frames) {
        this.frames = frames;
    }

    void receive(byte[] bytes, int from, int to) {
        if (heldLength == 0) {
            int end = frames(bytes, from, to);
            hold(bytes, end, to);
            return;
        }
        hold(bytes, from, to);
        int end = frames(held, 0, heldLength);
        System.arraycopy(held, end, held, 0, heldLength - end);
        heldLength -= end;
        if (heldLength == 0) {
            held = NOTHING;
        }
    }

    private void hold(byte[] bytes, int from, int to) {
        int length = to - from;
        if (held.length - heldLength < length) {
            held = Arrays.copyOf(held, Math.max(heldLength + length, 2 * held.length));
        }
        System.arraycopy(bytes, from, held, heldLength, length);
        heldLength += length;
    }

    /** Tells all whole frames; gives where the first that is not begins. */
    private int frames(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= 2) {
            int header = headerBytes(bytes[at + 1]);
            if (to - at < header) {
                return at;
            }
            long length = payloadBytes(bytes, at + 1, header);
            if (length > MESSAGE_BYTES_MAX) {
                throw new MeasurementException("a frame of " + length + " bytes");
            }
            if (to - at - header < length) {
                return at;
            }
            frame(bytes[at], bytes, at + header, (int) length);
            at += header + (int) length;
        }
        return at;
    }

    private static int headerBytes(byte second) {
        if ((second & MASKED) != 0) {
            throw new MeasurementException("the server masks its frames");
        }
        return switch (second) {
            case LENGTH_16 -> 4;
            case LENGTH_64 -> 10;
            default -> 2;
        };
    }

    private static long payloadBytes(byte[] bytes, int at, int header) {
        if (header == 2) {
            return bytes[at];
        }
        long length = 0;
        for (int i = 1; i < header - 1; i++) {
            length = length << 8 | (bytes[at + i] & 0xff);
        }
        return length;
    }

    private void frame(byte first, byte[] bytes, int from, int length) {
        switch (first & 0x7f) {
            case TEXT, BINARY, CONTINUATION -> piece((first & FINAL) != 0, bytes, from, length);
            case PING -> frames.ping(bytes, from, length);
            case PONG -> {
                // nobody asked; it is allowed
            }
            case CLOSE -> throw closed(bytes, from, length);
            default -> throw new MeasurementException("a frame that begins with " + (first & 0xff));
        }
    }

    private void piece(boolean last, byte[] bytes, int from, int length) {
        if (last && piecesLength == 0) {
            frames.message(bytes, from, length);
            return;
        }
        if (pieces.length - piecesLength < length) {
            pieces = Arrays.copyOf(pieces, Math.max(piecesLength + length, 2 * pieces.length));
        }
        System.arraycopy(bytes, from, pieces, piecesLength, length);
        piecesLength += length;
        if (last) {
            frames.message(pieces, 0, piecesLength);
            pieces = NOTHING;
            piecesLength = 0;
        }
    }

    private static MeasurementException closed(byte[] bytes, int from, int length) {
        String why = length < 2
                ? "without a code"
                : ((bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff)) + " "
                        + new String(bytes, from + 2, length - 2, StandardCharsets.UTF_8);
        return new MeasurementException("the server closed a WebSocket: " + why.strip());
    }
}
