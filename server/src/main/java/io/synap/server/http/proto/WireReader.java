package io.synap.server.http.proto;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads protobuf's wire format from an array, within limits that nest. Confined to its owner. Whatever the bytes are,
 * the only error is MALFORMED.
 */
final class WireReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int VARINT_BYTES_MAX = 10;

    /** What a decoder puts where it finds no UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

    private final byte[] bytes;
    private int at;
    private int end;

    WireReader(byte[] content, int from, int to) {
        bytes = content;
        at = from;
        end = to;
    }

    boolean hasMore() {
        return at < end;
    }

    int position() {
        return at;
    }

    /** Confines reading to the next that many bytes; returns what {@link #leave} takes. */
    int enter(int length) {
        int outer = end;
        end = at + length;
        return outer;
    }

    /** Goes behind what was entered, whether all of it was read or not. */
    void leave(int outer) {
        at = end;
        end = outer;
    }

    int tag() {
        long tag = varint();
        if (tag <= 7 || tag > 0xffff_ffffL) {
            throw malformed("a field has no number");
        }
        return (int) tag;
    }

    long varint() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            if (at >= end) {
                throw malformed("it ends in the midst of a number");
            }
            byte each = bytes[at++];
            value |= (long) (each & 0x7f) << (7 * i);
            if (each >= 0) {
                return value;
            }
        }
        throw malformed("a number has more than 10 bytes");
    }

    long signed() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    double fraction() {
        need(8);
        long bits = (long) LONG.get(bytes, at);
        at += 8;
        return Double.longBitsToDouble(bits);
    }

    /** The length of what follows, all of which is there. */
    int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw malformed("a length reaches beyond its message");
        }
        return (int) length;
    }

    byte[] octets() {
        int length = length();
        byte[] content = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return content;
    }

    String text() {
        int length = length();
        String text = text(bytes, at, length);
        at += length;
        return text;
    }

    /** A text that comes again and again. */
    String text(KnownTexts known) {
        int length = length();
        String text = known.get(bytes, at, length);
        at += length;
        return text;
    }

    static String text(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // The replacement character was sent, or stands for something that is no UTF-8.
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException wrong) {
            throw malformed("a text is not UTF-8");
        }
    }

    /** Passes over a field that is not known. */
    void skip(int tag) {
        switch (Tags.wireType(tag)) {
            case Tags.VARINT -> varint();
            case Tags.FIXED_64 -> advance(8);
            case Tags.BYTES -> advance(length());
            case Tags.FIXED_32 -> advance(4);
            default -> throw malformed("a field has a wire type that is not used here");
        }
    }

    private void advance(int length) {
        need(length);
        at += length;
    }

    private void need(int length) {
        if (end - at < length) {
            throw malformed("it ends in the midst of a field");
        }
    }

    static SynapException malformed(String detail) {
        return new SynapException(ErrorCode.MALFORMED, "the frame is not the protobuf expected: " + detail);
    }
}
