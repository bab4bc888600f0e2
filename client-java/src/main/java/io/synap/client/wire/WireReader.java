package io.synap.client.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads protobuf fields out of an array. Confined to its owner. What is no protobuf throws {@link BadFrameException}. */
final class WireReader {
    private final byte[] bytes;
    private int at;
    private final int end;

    WireReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Another reader of what is left. */
    WireReader copy() {
        return new WireReader(bytes, at, end);
    }

    boolean hasMore() {
        return at < end;
    }

    int position() {
        return at;
    }

    int tag() {
        long tag = varint();
        if (tag <= 7 || tag > Integer.MAX_VALUE) {
            throw new BadFrameException("a tag is out of range");
        }
        return (int) tag;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= end) {
                throw new BadFrameException("a number is cut off");
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new BadFrameException("a number is too long");
    }

    long signed() {
        long raw = varint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    double fraction() {
        if (end - at < 8) {
            throw new BadFrameException("a number is cut off");
        }
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits |= (bytes[at++] & 0xffL) << (8 * i);
        }
        return Double.longBitsToDouble(bits);
    }

    /** The length of what follows, all of which is there. */
    int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new BadFrameException("a field is cut off");
        }
        return (int) length;
    }

    void jump(int length) {
        at += length;
    }

    /** A reader of the field that follows; this one goes on behind it. */
    WireReader enter() {
        int length = length();
        WireReader inner = new WireReader(bytes, at, at + length);
        at += length;
        return inner;
    }

    String text() {
        int length = length();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** A text that comes often. */
    String name() {
        int length = length();
        String known = Names.find(bytes, at, length);
        String name = known == null ? new String(bytes, at, length, StandardCharsets.UTF_8) : known;
        at += length;
        return name;
    }

    byte[] octets() {
        int length = length();
        byte[] content = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return content;
    }

    /** What follows, to be read later: as long as the array is not changed. */
    WireValue value() {
        int length = length();
        WireValue value = new WireValue(bytes, at, at + length);
        at += length;
        return value;
    }

    void skip(int tag) {
        switch (tag & 7) {
            case Tags.VARINT -> varint();
            case Tags.FIXED_64 -> skipFixed(8);
            case Tags.BYTES -> jump(length());
            case Tags.FIXED_32 -> skipFixed(4);
            default -> throw new BadFrameException("a field is of an unknown kind");
        }
    }

    private void skipFixed(int length) {
        if (end - at < length) {
            throw new BadFrameException("a field is cut off");
        }
        at += length;
    }
}
