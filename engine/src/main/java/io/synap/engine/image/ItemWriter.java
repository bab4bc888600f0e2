package io.synap.engine.image;

import io.synap.protocol.memory.Memory;

/**
 * Writes an item of an image field by field, as {@link io.synap.protocol.operation.BodyReader} reads it, where
 * {@link ImageUnit#imageBytes} has made room. Confined to its owner.
 */
public final class ItemWriter {
    private long at;

    ItemWriter(long target) {
        at = target;
    }

    /** Where the next field goes. */
    long position() {
        return at;
    }

    public ItemWriter putByte(int value) {
        Memory.putByte(at, (byte) value);
        at++;
        return this;
    }

    public ItemWriter putInt(int value) {
        Memory.putInt(at, value);
        at += 4;
        return this;
    }

    public ItemWriter putLong(long value) {
        Memory.putLong(at, value);
        at += 8;
        return this;
    }

    public ItemWriter putLongs(long... values) {
        for (long value : values) {
            putLong(value);
        }
        return this;
    }

    /** Their length as an i32, then the bytes. */
    public ItemWriter putBytes(byte[] bytes) {
        putInt(bytes.length);
        Memory.copy(bytes, 0, at, bytes.length);
        at += bytes.length;
        return this;
    }

    /** As {@link #putBytes(byte[])}, from native memory. */
    public ItemWriter putBytes(long address, int length) {
        putInt(length);
        Memory.copy(address, at, length);
        at += length;
        return this;
    }
}
