package io.synap.engine.queue;

import io.synap.protocol.memory.Memory;

/** Writes the body of an image's item, field by field, where there is room for it. Confined to its owner. */
final class BodyWriter {
    private long at;

    BodyWriter(long target) {
        at = target;
    }

    /** Where the next field goes. */
    long position() {
        return at;
    }

    void putByte(int value) {
        Memory.putByte(at, (byte) value);
        at++;
    }

    void putInt(int value) {
        Memory.putInt(at, value);
        at += 4;
    }

    void putLong(long value) {
        Memory.putLong(at, value);
        at += 8;
    }

    void putBytes(byte[] bytes) {
        putInt(bytes.length);
        Memory.copy(bytes, 0, at, bytes.length);
        at += bytes.length;
    }
}
