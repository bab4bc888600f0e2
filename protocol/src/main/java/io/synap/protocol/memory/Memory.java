package io.synap.protocol.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes of raw native memory by address. Thread-safe in the sense that it has no state;
 * who may touch which address is the caller's contract.
 *
 * <p>All multi-byte values are little-endian and may be unaligned, except for the ordered accesses,
 * whose address must be a multiple of eight. Addresses are not checked: a wrong one crashes the
 * process. So addresses never come from outside; they come from an allocator of ours or from a live
 * direct buffer.
 */
public final class Memory {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle ORDERED_LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Memory() {}

    public static byte getByte(long address) {
        return ALL.get(BYTE, address);
    }

    public static int getUnsignedByte(long address) {
        return ALL.get(BYTE, address) & 0xff;
    }

    public static int getUnsignedShort(long address) {
        return ALL.get(SHORT, address) & 0xffff;
    }

    public static int getInt(long address) {
        return ALL.get(INT, address);
    }

    public static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    public static void putByte(long address, byte value) {
        ALL.set(BYTE, address, value);
    }

    public static void putShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    public static void putInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    public static void putLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    /** Acquire read; pairs with {@link #putLongRelease}. */
    public static long getLongAcquire(long address) {
        return (long) ORDERED_LONG.getAcquire(ALL, address);
    }

    /** Release write: everything written before is seen by whoever acquires this value. */
    public static void putLongRelease(long address, long value) {
        ORDERED_LONG.setRelease(ALL, address, value);
    }

    /** Adds atomically and returns the sum; the address must be a multiple of eight. */
    public static long addLong(long address, long delta) {
        return (long) ORDERED_LONG.getAndAdd(ALL, address, delta) + delta;
    }

    /** Copies; the ranges may overlap. */
    public static void copy(long source, long target, long length) {
        MemorySegment.copy(ALL, source, ALL, target, length);
    }

    public static void copy(byte[] source, int offset, long target, int length) {
        MemorySegment.copy(source, offset, ALL, BYTE, target, length);
    }

    public static void copy(long source, byte[] target, int offset, int length) {
        MemorySegment.copy(ALL, BYTE, source, target, offset, length);
    }

    public static byte[] toArray(long address, int length) {
        byte[] bytes = new byte[length];
        copy(address, bytes, 0, length);
        return bytes;
    }

    public static void fill(long address, long length, byte value) {
        ALL.asSlice(address, length).fill(value);
    }

    /** Whether native memory holds exactly these bytes. */
    public static boolean same(long address, int length, byte[] bytes) {
        if (length != bytes.length) {
            return false;
        }
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (getLong(address + i) != (long) ARRAY_LONG.get(bytes, i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (getByte(address + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether two ranges hold the same bytes. */
    public static boolean same(long left, long right, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (getLong(left + i) != getLong(right + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (getByte(left + i) != getByte(right + i)) {
                return false;
            }
        }
        return true;
    }

    /** A segment over a range, for channels and checksums. It must not outlive the memory. */
    public static MemorySegment segment(long address, long length) {
        return ALL.asSlice(address, length);
    }
}
