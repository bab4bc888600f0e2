package io.synap.client.wire;

import java.util.Arrays;

/** Writes protobuf fields into an array that grows. Confined to its owner. */
public final class WireWriter {
    private byte[] bytes;
    private int size;

    public WireWriter(int initialBytes) {
        bytes = new byte[initialBytes];
    }

    public int size() {
        return size;
    }

    /** The array that holds what was written, which is as long as {@link #size} or longer; valid until more is written. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets what was written, and memory beyond the given bound. */
    public void clear(int keptBytesMax) {
        size = 0;
        if (bytes.length > keptBytesMax) {
            bytes = new byte[keptBytesMax];
        }
    }

    /** Leaves room for so many bytes, whatever they are. */
    public void skip(int count) {
        ensure(count);
        size += count;
    }

    void octet(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void fixed64(long value) {
        ensure(8);
        for (int i = 0; i < 8; i++) {
            bytes[size++] = (byte) (value >>> (8 * i));
        }
    }

    /** A field that is so many bytes, which follow. */
    void head(int tag, int length) {
        octet(tag);
        varint(length);
    }

    void field(int tag, byte[] content) {
        head(tag, content.length);
        raw(content, 0, content.length);
    }

    void raw(byte[] source, int from, int length) {
        ensure(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    static int varintBytes(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /** How many bytes a field of that content takes. */
    static int fieldBytes(int length) {
        return Math.addExact(1 + varintBytes(length), length);
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}
