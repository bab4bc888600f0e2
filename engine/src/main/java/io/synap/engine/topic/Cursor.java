package io.synap.engine.topic;

import io.synap.protocol.memory.Memory;

/**
 * Writes fields one after the other, as {@link io.synap.protocol.operation.BodyReader} reads them, where room
 * was made for them. Confined to its owner.
 */
final class Cursor {
    private long at;

    Cursor(long address) {
        at = address;
    }

    long position() {
        return at;
    }

    Cursor putByte(int value) {
        Memory.putByte(at, (byte) value);
        at++;
        return this;
    }

    Cursor putInt(int value) {
        Memory.putInt(at, value);
        at += 4;
        return this;
    }

    Cursor putLong(long value) {
        Memory.putLong(at, value);
        at += 8;
        return this;
    }

    Cursor putBytes(byte[] bytes) {
        return putInt(bytes.length).putRaw(bytes);
    }

    /** Without their length. */
    Cursor putRaw(byte[] bytes) {
        Memory.copy(bytes, 0, at, bytes.length);
        at += bytes.length;
        return this;
    }
}
