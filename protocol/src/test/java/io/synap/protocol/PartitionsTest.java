package io.synap.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    /** The values that Kafka's own tests expect of its hash. */
    @Test
    void hashesAreThoseOfKafka() {
        assertThat(murmur2("21")).isEqualTo(-973932308);
        assertThat(murmur2("foobar")).isEqualTo(-790332482);
        assertThat(murmur2("a-little-bit-long-string")).isEqualTo(-985981536);
        assertThat(murmur2("a-little-bit-longer-string")).isEqualTo(-1486304829);
        assertThat(murmur2("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8")).isEqualTo(-58897971);
        assertThat(murmur2("abc")).isEqualTo(479470107);
    }

    @Test
    void everyKeyHasAPartitionAndPartitionsFillEvenly() {
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[partitionOf("key-" + i, counts.length)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
        assertThat(partitionOf("", 7)).isBetween(0, 6);
        assertThat(partitionOf("anything", 1)).isZero();
    }

    @Test
    void partitionsAreRoomsThatSpreadOverShards() {
        byte[] topic = "orders".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(Partitions.roomOf(topic, 0), StandardCharsets.UTF_8))
                .isEqualTo("orders/0");
        assertThat(new String(Partitions.roomOf(topic, 1023), StandardCharsets.UTF_8))
                .isEqualTo("orders/1023");
        long shards = 0;
        for (int partition = 0; partition < 64; partition++) {
            byte[] room = Partitions.roomOf(topic, partition);
            try (Arena arena = Arena.ofConfined()) {
                shards |= 1L << Slots.shardOf(copy(arena, room), room.length);
            }
        }
        assertThat(Long.bitCount(shards)).isGreaterThan(30);
    }

    private static int murmur2(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            return Partitions.murmur2(copy(arena, bytes), bytes.length);
        }
    }

    private static int partitionOf(String text, int partitions) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            return Partitions.partitionOf(copy(arena, bytes), bytes.length, partitions);
        }
    }

    private static long copy(Arena arena, byte[] bytes) {
        long address = arena.allocate(Math.max(1, bytes.length)).address();
        Memory.copy(bytes, 0, address, bytes.length);
        return address;
    }
}
