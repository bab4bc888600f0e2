package io.synap.bench.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpectedBytesTest {
    private static final byte[] CYCLE = ascii("MSG 1 one\nMSG 2 two\nMSG 3 six\n");
    private static final int ITEM_BYTES = 10;
    private static final byte[] PING = ascii("PING\n");

    @Test
    void wholeItemsAreCountedHoweverTheyArrive() {
        SplittableRandom pieces = new SplittableRandom(5);
        ExpectedBytes expected = new ExpectedBytes(CYCLE, ITEM_BYTES, new byte[0]);
        ByteBuffer stream = ByteBuffer.allocate(10_000 * CYCLE.length);
        while (stream.hasRemaining()) {
            stream.put(CYCLE);
        }
        stream.flip();
        while (stream.hasRemaining()) {
            int length = Math.min(pieces.nextInt(1, 2 * CYCLE.length), stream.remaining());
            expected.receive(stream.slice(stream.position(), length));
            stream.position(stream.position() + length);
            assertThat(expected.items()).isEqualTo(stream.position() / ITEM_BYTES);
        }
        assertThat(expected.items()).isEqualTo(30_000);
    }

    @Test
    void oneWrongByteEndsTheMeasurement() {
        ExpectedBytes expected = new ExpectedBytes(CYCLE, ITEM_BYTES, PING);
        expected.receive(bytes("MSG 1 one\nMSG 2"));

        assertThatThrownBy(() -> expected.receive(bytes(" too\n")))
                .isInstanceOf(MeasurementException.class)
                .hasMessage("not what was published: oo");
    }

    @Test
    void aMissingMessageIsNoticedByTheNextOne() {
        ExpectedBytes expected = new ExpectedBytes(CYCLE, ITEM_BYTES, PING);

        assertThatThrownBy(() -> expected.receive(bytes("MSG 1 one\nMSG 3 six\n")))
                .isInstanceOf(MeasurementException.class)
                .hasMessage("not what was published: 3 six");
    }

    @Test
    void theServerMayInterjectBetweenTwoItemsOnly() {
        ExpectedBytes expected = new ExpectedBytes(CYCLE, ITEM_BYTES, PING);
        expected.receive(bytes("PING\nMSG 1 one\nPI"));
        expected.receive(bytes("NG\nPING\nMSG 2 "));
        assertThat(expected.items()).isEqualTo(1);
        assertThat(expected.interjections()).isEqualTo(3);

        assertThatThrownBy(() -> expected.receive(bytes("PING\n"))).isInstanceOf(MeasurementException.class);
    }

    @Test
    void anInterjectionMayBeginLikeAnItem() {
        ExpectedBytes expected = new ExpectedBytes(ascii("PONG\n"), 5, PING);
        expected.receive(bytes("PONG\nPI"));
        expected.receive(bytes("NG\nP"));
        expected.receive(bytes("ONG\n"));

        assertThat(expected.items()).isEqualTo(2);
        assertThat(expected.interjections()).isEqualTo(1);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(ascii(text));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
