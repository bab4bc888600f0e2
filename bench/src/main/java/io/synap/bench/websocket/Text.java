package io.synap.bench.websocket;

import java.nio.charset.StandardCharsets;

/** Thread-safe, no state. Finds pieces of JSON text by their bytes: cheaper than to parse what is only counted. */
final class Text {
    private static final int SHOWN_BYTES = 200;

    private Text() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the piece first begins between the two places; -1 if nowhere. */
    static int find(byte[] piece, byte[] bytes, int from, int to) {
        int last = to - piece.length;
        for (int at = from; at <= last; at++) {
            if (bytes[at] == piece[0] && isAt(piece, bytes, at)) {
                return at;
            }
        }
        return -1;
    }

    /** Where the piece last begins between the two places; -1 if nowhere. */
    static int findLast(byte[] piece, byte[] bytes, int from, int to) {
        for (int at = to - piece.length; at >= from; at--) {
            if (bytes[at] == piece[0] && isAt(piece, bytes, at)) {
                return at;
            }
        }
        return -1;
    }

    /** The bytes have to reach that far. */
    static boolean isAt(byte[] piece, byte[] bytes, int at) {
        for (int i = 0; i < piece.length; i++) {
            if (bytes[at + i] != piece[i]) {
                return false;
            }
        }
        return true;
    }

    /** The number whose digits begin there. */
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int at = from; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + (bytes[at] - '0');
        }
        return number;
    }

    /** For a message about something unexpected. */
    static String shown(byte[] bytes, int from, int length) {
        return new String(bytes, from, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
    }
}
