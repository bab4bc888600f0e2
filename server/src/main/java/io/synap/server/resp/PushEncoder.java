package io.synap.server.resp;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.resp.RespText;
import io.synap.server.pubsub.Message;
import io.synap.server.pubsub.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes published messages as subscribers get them: arrays in RESP2, pushes in RESP3. Confined to one event loop.
 *
 * <p>The last one is kept: whoever subscribed by the same pattern gets the same bytes but for the first.
 */
final class PushEncoder {
    private static final int KEPT_BYTES_MAX = 256 * 1024;
    /** A type, a number, CR LF. */
    private static final int HEADER_BYTES_MAX = 1 + RespText.LONG_DIGITS_MAX + 2;

    private static final int HEAD_BYTES_MAX = 32;

    private final NativeBuffer encoded = new NativeBuffer(4096);
    private @Nullable Message message;
    private @Nullable Pattern pattern;
    private int length;

    /** Encodes a message that came through a pattern; returns its length. */
    int encode(Message published, Pattern through, boolean resp3) {
        if (published != message || !through.equals(pattern)) {
            write(published, through);
        }
        Memory.putByte(encoded.address(), (byte) (resp3 ? '>' : '*'));
        return length;
    }

    /** Where the message lies that was encoded last. */
    long address() {
        return encoded.address();
    }

    /** Lets go of the last message. */
    void clear() {
        message = null;
        pattern = null;
        encoded.shrinkTo(KEPT_BYTES_MAX);
    }

    private void write(Message published, Pattern through) {
        boolean named = !isExact(through);
        byte[] name = named ? through.bytes() : new byte[0];
        byte[] channel = published.channel();
        byte[] payload = published.payload();
        long most = HEAD_BYTES_MAX + 3L * (HEADER_BYTES_MAX + 2) + name.length + channel.length + payload.length;
        long start = encoded.ensure(most, 0);
        long at = RespText.putAscii(start, head(through));
        if (named) {
            at = putBulk(at, name);
        }
        at = putBulk(at, channel);
        at = putBulk(at, payload);
        length = Math.toIntExact(at - start);
        message = published;
        pattern = through;
    }

    private static boolean isExact(Pattern pattern) {
        return switch (pattern.kind()) {
            case CHANNEL, SHARD_CHANNEL -> true;
            case GLOB, LEVELS -> false;
        };
    }

    private static String head(Pattern pattern) {
        return switch (pattern.kind()) {
            case CHANNEL -> "*3\r\n$7\r\nmessage\r\n";
            case SHARD_CHANNEL -> "*3\r\n$8\r\nsmessage\r\n";
            case GLOB, LEVELS -> "*4\r\n$8\r\npmessage\r\n";
        };
    }

    private static long putBulk(long target, byte[] bytes) {
        Memory.putByte(target, (byte) '$');
        long at = RespText.putCrLf(RespText.putLong(target + 1, bytes.length));
        Memory.copy(bytes, 0, at, bytes.length);
        return RespText.putCrLf(at + bytes.length);
    }
}
