package io.synap.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RespTextTest {
    private static final long SEED = Long.getLong("synap.seed", System.nanoTime());
    private final NativeBuffer buffer = new NativeBuffer(64);

    @Test
    void numbersAreWrittenAndReadBack() {
        SplittableRandom random = new SplittableRandom(SEED);
        check(0);
        check(Long.MAX_VALUE);
        check(Long.MIN_VALUE);
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            check(power);
            check(power - 1);
            check(-power);
            check(1 - power);
        }
        for (int i = 0; i < 10_000; i++) {
            check(random.nextLong() >> random.nextInt(64));
        }
    }

    private void check(long value) {
        String expected = Long.toString(value);
        long end = RespText.putLong(buffer.address(), value);
        String written =
                new String(Memory.toArray(buffer.address(), (int) (end - buffer.address())), StandardCharsets.US_ASCII);
        assertThat(written).as("seed %d", SEED).isEqualTo(expected);
        assertThat(RespText.length(value)).isEqualTo(expected.length());
        assertThat(RespText.isLong(buffer.address(), expected.length())).isTrue();
        assertThat(RespText.toLong(buffer.address(), expected.length())).isEqualTo(value);
    }

    @Test
    void onlyTheCanonicalFormIsAnInteger() {
        for (String other : List.of(
                "",
                "-",
                "+1",
                "01",
                "-0",
                "-01",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "abc",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
                "184467440737095516160")) {
            byte[] text = other.getBytes(StandardCharsets.US_ASCII);
            Memory.copy(text, 0, buffer.address(), text.length);
            assertThat(RespText.isLong(buffer.address(), text.length)).as(other).isFalse();
        }
    }
}
