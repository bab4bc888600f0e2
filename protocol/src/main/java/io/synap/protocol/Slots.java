package io.synap.protocol;

import io.synap.protocol.memory.Memory;

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
    private static final int[] CRC16 = table();

    private Slots() {}

    public static int shardOf(long name, int length) {
        return slotOf(name, length) >>> SLOTS_PER_SHARD_BITS;
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
        for (int i = from; i < length; i++) {
            if (Memory.getByte(name + i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int crc16(long address, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc = (crc << 8 & 0xffff) ^ CRC16[(crc >>> 8) ^ Memory.getUnsignedByte(address + i)];
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
            table[i] = crc & 0xffff;
        }
        return table;
    }
}
