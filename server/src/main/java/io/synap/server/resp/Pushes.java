package io.synap.server.resp;

import io.synap.server.pubsub.Message;
import io.synap.server.pubsub.Pattern;
import java.nio.charset.StandardCharsets;

/** How published messages are written in RESP2, as arrays, and in RESP3, as pushes. Thread-safe, no state. */
final class Pushes {
    static final byte[] NOTHING = {};

    private static final byte[] MESSAGE_2 = ascii("*3\r\n$7\r\nmessage\r\n");
    private static final byte[] MESSAGE_3 = ascii(">3\r\n$7\r\nmessage\r\n");
    private static final byte[] SHARD_MESSAGE_2 = ascii("*3\r\n$8\r\nsmessage\r\n");
    private static final byte[] SHARD_MESSAGE_3 = ascii(">3\r\n$8\r\nsmessage\r\n");
    private static final byte[] PATTERN_MESSAGE_2 = ascii("*4\r\n$8\r\npmessage\r\n");
    private static final byte[] PATTERN_MESSAGE_3 = ascii(">4\r\n$8\r\npmessage\r\n");

    private Pushes() {}

    /** What a message through such a pattern begins with; the pattern itself follows if it is one. */
    static byte[] head(Pattern.Kind kind, boolean resp3) {
        return switch (kind) {
            case CHANNEL -> resp3 ? MESSAGE_3 : MESSAGE_2;
            case SHARD_CHANNEL -> resp3 ? SHARD_MESSAGE_3 : SHARD_MESSAGE_2;
            case GLOB, LEVELS -> resp3 ? PATTERN_MESSAGE_3 : PATTERN_MESSAGE_2;
        };
    }

    /** A pattern, as a bulk string. */
    static byte[] name(Pattern pattern) {
        byte[] bytes = pattern.bytes();
        byte[] encoded = new byte[bulkLength(bytes)];
        putBulk(bytes, encoded, 0);
        return encoded;
    }

    /** The channel and the payload, as bulk strings. */
    static byte[] body(Message message) {
        byte[] channel = message.channel();
        byte[] payload = message.payload();
        byte[] encoded = new byte[bulkLength(channel) + bulkLength(payload)];
        int at = putBulk(channel, encoded, 0);
        putBulk(payload, encoded, at);
        return encoded;
    }

    private static int bulkLength(byte[] bytes) {
        return 1 + digits(bytes.length) + 2 + bytes.length + 2;
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static int putBulk(byte[] bytes, byte[] target, int from) {
        int at = from;
        target[at++] = '$';
        at += digits(bytes.length);
        int digit = at;
        int rest = bytes.length;
        do {
            target[--digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        at = putLineEnd(target, at);
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return putLineEnd(target, at + bytes.length);
    }

    private static int putLineEnd(byte[] target, int at) {
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
