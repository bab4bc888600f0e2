package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string with value equality, for the decoded view of operations. Thread-safe. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes of(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return content.length;
    }

    public byte[] toArray() {
        return content.clone();
    }

    /** Copies into native memory. */
    void copyTo(long target) {
        Memory.copy(content, 0, target, content.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** Printable ASCII as it is, anything else as hexadecimal. */
    @Override
    public String toString() {
        for (byte each : content) {
            if (each < 0x20 || each > 0x7e) {
                return "0x" + HexFormat.of().formatHex(content);
            }
        }
        return new String(content, StandardCharsets.US_ASCII);
    }
}
