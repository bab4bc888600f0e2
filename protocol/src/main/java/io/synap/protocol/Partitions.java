package io.synap.protocol;

import io.synap.protocol.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a topic's partitions are named, and which of them a key belongs to. Thread-safe, no state.
 *
 * <p>Partition 3 of the topic {@code orders} is the room {@code orders/3}: names that differ, so that the
 * partitions spread over slots and shards, unless the topic's name has a part in braces, which keeps them
 * together by the rule of {@link Slots}.
 *
 * <p>A key belongs to partition (murmur2(key) &amp; 0x7fffffff) mod partitions: what Kafka's producers do, so
 * that records keep their partitions when they come from there. Source of the hash: MurmurHash2 by Austin
 * Appleby, with Kafka's seed.
 */
public final class Partitions {
    /** The most partitions that anything can have. */
    public static final int COUNT_MAX = 1_000_000;

    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;
    private static final byte SEPARATOR = '/';

    private Partitions() {}

    /** The name of a partition's room. */
    public static byte[] roomOf(byte[] topic, int partition) {
        byte[] number = Integer.toString(partition).getBytes(StandardCharsets.US_ASCII);
        byte[] room = Arrays.copyOf(topic, topic.length + 1 + number.length);
        room[topic.length] = SEPARATOR;
        System.arraycopy(number, 0, room, topic.length + 1, number.length);
        return room;
    }

    /** The partition that a key in native memory belongs to. */
    public static int partitionOf(long key, int length, int partitions) {
        return (murmur2(key, length) & 0x7fff_ffff) % partitions;
    }

    static int murmur2(long address, int length) {
        int hash = SEED ^ length;
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word = Memory.getInt(address + i) * MULTIPLIER;
            word ^= word >>> 24;
            hash = (hash * MULTIPLIER) ^ (word * MULTIPLIER);
        }
        if (length > whole) {
            int rest = 0;
            for (int i = length - 1; i >= whole; i--) {
                rest = (rest << 8) | Memory.getUnsignedByte(address + i);
            }
            hash = (hash ^ rest) * MULTIPLIER;
        }
        hash ^= hash >>> 13;
        hash *= MULTIPLIER;
        return hash ^ (hash >>> 15);
    }
}
