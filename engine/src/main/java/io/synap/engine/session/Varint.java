package io.synap.engine.session;

import io.synap.protocol.memory.Memory;

/** Numbers as few bytes, seven bits each, the lowest first; signed ones are folded first. Stateless. */
final class Varint {
    static final int BYTES_MAX = 10;

    private Varint() {}

    /** Writes a number and returns where the next one goes. */
    static long put(long target, long unsigned) {
        long at = target;
        long rest = unsigned;
        while ((rest & ~0x7fL) != 0) {
            Memory.putByte(at++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        Memory.putByte(at++, (byte) rest);
        return at;
    }

    static long putSigned(long target, long number) {
        return put(target, number << 1 ^ number >> 63);
    }

    static long signed(long unsigned) {
        return unsigned >>> 1 ^ -(unsigned & 1);
    }
}
