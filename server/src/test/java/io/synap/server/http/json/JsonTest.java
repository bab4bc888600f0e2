package io.synap.server.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.error.SynapException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonTest {
    private static final long SEED = 3;

    @Test
    void utf8IsToldApartAsTheJdkDoes() {
        Random random = new Random(SEED);
        NativeText text = new NativeText();
        byte[] alphabet = {
            'a',
            (byte) 0xc2,
            (byte) 0x80,
            (byte) 0xe0,
            (byte) 0xa0,
            (byte) 0xed,
            (byte) 0x9f,
            (byte) 0xf0,
            (byte) 0x90,
            (byte) 0xf4,
            (byte) 0x8f,
            (byte) 0xbf,
            (byte) 0xff,
            (byte) 0xc0
        };
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(14)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = alphabet[random.nextInt(alphabet.length)];
            }
            text.set(bytes);
            assertThat(Utf8.isValid(text.address(), bytes.length)).isEqualTo(isUtf8(bytes));
            int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int state = Utf8.check(Utf8.ACCEPT, text.address(), cut);
            state = Utf8.check(state, text.address() + cut, bytes.length - cut);
            assertThat(state == Utf8.ACCEPT).isEqualTo(isUtf8(bytes));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException wrong) {
            return false;
        }
    }

    @Test
    void everyTextIsReadBackAsItWasWritten() {
        Random random = new Random(SEED);
        NativeText text = new NativeText();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder chars = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                int kind = random.nextInt(4);
                chars.appendCodePoint(
                        kind == 0
                                ? random.nextInt(0x20)
                                : kind == 1 ? "\"\\/é日😀".codePointAt(random.nextInt(5)) : ' ' + random.nextInt(0x60));
            }
            String written = chars.toString();
            text.set(written);
            assertThat(text.toArray()).isEqualTo(written.getBytes(StandardCharsets.UTF_8));
            JsonOutput out = new JsonOutput(1);
            out.beginArray().text(written).text(text.address(), text.length()).endArray();
            assertThat(JsonInput.read(out.toArray()).findValuesAsText("")).isEmpty();
            assertThat(JsonInput.read(out.toArray()).get(0).textValue()).isEqualTo(written);
            assertThat(JsonInput.read(out.toArray()).get(1).textValue()).isEqualTo(written);
        }
    }

    @Test
    void commasStandWhereTheyBelong() {
        JsonOutput out = new JsonOutput(1);
        out.beginObject()
                .name("a")
                .beginArray()
                .number(Long.MIN_VALUE)
                .number(0)
                .number(-7)
                .endArray();
        out.name("b")
                .any(Map.of("c", 1.5))
                .name("d")
                .nothing()
                .name("e")
                .flag(true)
                .endObject();
        assertThat(new String(out.toArray(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":[-9223372036854775808,0,-7],\"b\":{\"c\":1.5},\"d\":null,\"e\":true}");
    }

    @Test
    void nestingHasABound() {
        byte[] deep = "[".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> JsonInput.read(deep)).isInstanceOf(SynapException.class);
    }

    @Test
    void percentDecodingTakesTwoHexDigits() {
        NativeText text = new NativeText();
        text.setPercentDecoded("%41%ff", 0, 6);
        assertThat(text.toArray()).isEqualTo(new byte[] {'A', (byte) 0xff});
        for (String wrong : new String[] {"%", "%4", "%zz", "a%4g"}) {
            assertThatThrownBy(() -> text.setPercentDecoded(wrong, 0, wrong.length()))
                    .isInstanceOf(SynapException.class);
        }
    }
}
