package io.synap.protocol;

import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;

/**
 * Where a name belongs: one of 16,384 slots by CRC16 (XMODEM) of the name, or of the part between the
 * first <code>{</code> and the next <code>}</code> if that part is not empty; and a slot to one of 64
 * shards, 256 slots each. Thread-safe, no state.
 *
 * <p>Source: the Redis Cluster specification, "Key distribution model" and "Hash tags".
 */
public final class Slots {
    public static final int SLOTS = 16_384;
    public static final int SHARDS = 64;
    private static final int SLOTS_PER_SHARD_BITS = 8;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final char[] CRC16 = tables();

    private Slots() {}

    public static int shardOf(long name, int length) {
        return slotOf(name, length) >>> SLOTS_PER_SHARD_BITS;
    }

    public static int shardOf(byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, name.length)).address();
            Memory.copy(name, 0, address, name.length);
            return shardOf(address, name.length);
        }
    }

    public static int shardOfSlot(int slot) {
        return slot >>> SLOTS_PER_SHARD_BITS;
    }

    public static int slotOf(long name, int length) {
        int open = indexOf(name, 0, length, (byte) '{');
        if (open >= 0) {
            int close = indexOf(name, open + 1, length, (byte) '}');
            if (close > open + 1) {
                return crc16(name + open + 1, close - open - 1) & (SLOTS - 1);
            }
        }
        return crc16(name, length) & (SLOTS - 1);
    }

    private static int indexOf(long name, int from, int length, byte wanted) {
        long pattern = (wanted & 0xffL) * ONES;
        int i = from;
        for (; i + 8 <= length; i += 8) {
            long differing = Memory.getLong(name + i) ^ pattern;
            long found = (differing - ONES) & ~differing & TOPS;
            if (found != 0) {
                // The lowest byte marked is always a true hit.
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < length; i++) {
            if (Memory.getByte(name + i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int crc16(long address, int length) {
        int crc = 0;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            crc = crc16OfEight(crc, Memory.getLong(address + i));
        }
        for (; i < length; i++) {
            crc = (crc << 8 & 0xffff) ^ CRC16[(crc >>> 8) ^ Memory.getUnsignedByte(address + i)];
        }
        return crc;
    }

    /** Eight bytes in one step: each has its own table, so no lookup waits for another. */
    private static int crc16OfEight(int crc, long bytes) {
        return CRC16[(7 << 8) + (int) ((bytes ^ (crc >>> 8)) & 0xff)]
                ^ CRC16[(6 << 8) + (int) (((bytes >>> 8) ^ crc) & 0xff)]
                ^ CRC16[(5 << 8) + (int) ((bytes >>> 16) & 0xff)]
                ^ CRC16[(4 << 8) + (int) ((bytes >>> 24) & 0xff)]
                ^ CRC16[(3 << 8) + (int) ((bytes >>> 32) & 0xff)]
                ^ CRC16[(2 << 8) + (int) ((bytes >>> 40) & 0xff)]
                ^ CRC16[(1 << 8) + (int) ((bytes >>> 48) & 0xff)]
                ^ CRC16[(int) (bytes >>> 56)];
    }

    /** Table k has at b the remainder of byte b with k zero bytes behind it. */
    private static char[] tables() {
        char[] tables = new char[8 << 8];
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            tables[i] = (char) crc;
        }
        for (int i = 256; i < tables.length; i++) {
            int before = tables[i - 256];
            tables[i] = (char) ((before << 8) ^ tables[before >>> 8]);
        }
        return tables;
    }
}
