package io.synap.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlotsTest {
    @Test
    void slotsAreThoseOfTheRedisClusterSpecification() {
        assertThat(slotOf("123456789")).isEqualTo(0x31c3);
        assertThat(slotOf("foo")).isEqualTo(12182);
        assertThat(slotOf("bar")).isEqualTo(5061);
        assertThat(slotOf("")).isEqualTo(0);
    }

    @Test
    void aTagInBracesDecidesAloneUnlessItIsEmpty() {
        assertThat(slotOf("{user1000}.following")).isEqualTo(slotOf("user1000"));
        assertThat(slotOf("a longer prefix {user1000}.followers")).isEqualTo(slotOf("user1000"));
        assertThat(slotOf("foo{}{bar}")).isEqualTo(reference("foo{}{bar}".getBytes(StandardCharsets.US_ASCII)));
        assertThat(slotOf("foo{{bar}}zap")).isEqualTo(slotOf("{bar"));
        assertThat(slotOf("foo{bar}{zap}")).isEqualTo(slotOf("bar"));
        assertThat(slotOf("never closed {bar"))
                .isEqualTo(reference("never closed {bar".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void everyLengthAgreesWithTheDefinitionBitByBit() {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        System.out.println("SlotsTest: -Dsynap.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] name = new byte[random.nextInt(70)];
            random.nextBytes(name);
            for (int i = 0; i < name.length; i++) {
                // Braces often, and bytes that differ from one in a single bit.
                name[i] = random.nextInt(6) == 0 ? (byte) "{}zs|\u007f".charAt(random.nextInt(6)) : name[i];
            }
            assertThat(slotOf(name)).as("%s", (Object) name).isEqualTo(reference(tag(name)));
        }
    }

    private static byte[] tag(byte[] name) {
        String text = new String(name, StandardCharsets.ISO_8859_1);
        int open = text.indexOf('{');
        int close = open < 0 ? -1 : text.indexOf('}', open + 1);
        return close > open + 1 ? text.substring(open + 1, close).getBytes(StandardCharsets.ISO_8859_1) : name;
    }

    /** CRC16 as it is defined: polynomial 0x1021, no reflection, begins with zero. */
    private static int reference(byte[] name) {
        int crc = 0;
        for (byte each : name) {
            crc ^= (each & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            crc &= 0xffff;
        }
        return crc & (Slots.SLOTS - 1);
    }

    private static int slotOf(String name) {
        return slotOf(name.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int slotOf(byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            // Nothing may be read beyond the name: what follows would change nothing but a page fault.
            long address = arena.allocate(Math.max(1, name.length)).address();
            Memory.copy(name, 0, address, name.length);
            return Slots.slotOf(address, name.length);
        }
    }
}
