package io.synap.engine.memory;

import io.synap.protocol.memory.Memory;

/**
 * A fast 64-bit hash of byte strings under a seed: two multiplications for up to 16 bytes. Thread-safe,
 * no state.
 *
 * <p>Who does not know the seed cannot make keys collide. Source of the idea: wyhash by Wang Yi,
 * folding 128-bit products.
 */
public final class KeyHash {
    private static final long P0 = 0xa0761d6478bd642fL;
    private static final long P1 = 0xe7037ed1a0b428dbL;
    private static final long P2 = 0x8ebc6af09c88c6e3L;

    private KeyHash() {}

    public static long hash(long address, int length, long seed) {
        long state = seed ^ P0;
        long a;
        long b;
        if (length <= 16) {
            if (length >= 8) {
                a = Memory.getLong(address);
                b = Memory.getLong(address + length - 8);
            } else if (length >= 4) {
                a = Memory.getInt(address) & 0xffff_ffffL;
                b = Memory.getInt(address + length - 4) & 0xffff_ffffL;
            } else {
                a = length == 0 ? 0 : shortest(address, length);
                b = 0;
            }
        } else {
            long at = address;
            int left = length;
            for (; left > 16; left -= 16) {
                state = fold(Memory.getLong(at) ^ P1, Memory.getLong(at + 8) ^ state);
                at += 16;
            }
            a = Memory.getLong(at + left - 16);
            b = Memory.getLong(at + left - 8);
        }
        return fold(P1 ^ length, fold(a ^ P2, b ^ state));
    }

    /** Mixes two numbers into one; every bit of both reaches every bit of the result. */
    public static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    /** Mixes a number into a running hash, never degenerating on zeros. */
    public static long mix(long state, long number) {
        return fold(state ^ P1, number ^ P2) + P0;
    }

    private static long shortest(long address, int length) {
        return (long) Memory.getUnsignedByte(address) << 16
                | (long) Memory.getUnsignedByte(address + (length >>> 1)) << 8
                | Memory.getUnsignedByte(address + length - 1);
    }
}
