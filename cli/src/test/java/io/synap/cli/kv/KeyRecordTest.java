package io.synap.cli.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.synap.cli.output.JsonText;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyRecordTest {
    @Test
    void whatIsExportedIsImportedToTheLetter() {
        Value line =
                KeyRecord.line(new Value.Text("k"), new Value.Json("{\"a\": 1}"), new Value.Whole(1_900_000_000_000L));
        String text = JsonText.of(line);
        assertThat(text).isEqualTo("{\"key\":\"k\",\"value\":\"{\\\"a\\\": 1}\",\"expire_at_ms\":1900000000000}");
        assertThat(KeyRecord.parse(text).arguments())
                .usingRecursiveComparison()
                .isEqualTo(Arguments.none()
                        .bytes("key", new byte[] {'k'})
                        .bytes("value", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8))
                        .integer("expire_at_ms", 1_900_000_000_000L));
    }

    @Test
    void bytesAreBase64() {
        KeyRecord read = KeyRecord.parse("{\"key_base64\":\"/w==\",\"value_base64\":\"AAE=\"}");
        assertThat(read.bytes()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"key\":\"a\"}",
                "{\"value\":\"a\"}",
                "{\"key\":{},\"value\":1}",
                "{\"key\":null,\"value\":1}"
            })
    void aLineThatIsNoneIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyRecord.parse(line));
    }
}
