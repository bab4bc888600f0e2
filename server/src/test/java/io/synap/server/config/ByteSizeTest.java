package io.synap.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 1, 1",
        "1000b, 1000, 1000",
        "1024, 1024, 1kb",
        "64KB, 65536, 64kb",
        "1536kb, 1572864, 1536kb",
        "512mb, 536870912, 512mb",
        "2gb, 2147483648, 2gb",
        "3tb, 3298534883328, 3tb",
        "9223372036854775807, 9223372036854775807, 9223372036854775807"
    })
    void textMeansBytesAndBytesHaveAShortestText(String text, long bytes, String shortest) {
        assertThat(ByteSize.parse(text)).hasValue(bytes);
        assertThat(ByteSize.format(bytes)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kb", "-1", "+1", "1.5gb", "1 gb", "1k", "1kib", "0x10", "9999999999gb"})
    void otherTextIsNoSize(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }
}
