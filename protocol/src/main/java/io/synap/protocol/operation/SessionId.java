package io.synap.protocol.operation;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Who repeats: 16 bytes that a client chooses at random when it begins. Immutable.
 *
 * @param high the first eight bytes, as a big-endian number
 * @param low the other eight
 */
public record SessionId(long high, long low) {
    /** Its length in bytes. */
    public static final int BYTES = 16;

    /** No session: all zeros, which no client may choose. */
    public static final SessionId NONE = new SessionId(0, 0);

    /** The one with these bytes, which must be {@link #BYTES}. */
    public static SessionId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a session's id has " + BYTES + " bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new SessionId(buffer.getLong(), buffer.getLong());
    }

    public byte[] toArray() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    public boolean isNone() {
        return high == 0 && low == 0;
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
