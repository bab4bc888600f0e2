package io.synap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCountTest {
    private final ByteCount bytes = new ByteCount();

    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4096", "10b, 10", "64KB, 65536", "64kib, 65536", "10 MB, 10485760", "2g, 2147483648"})
    void unitsAreOfTwoToTheTen(String text, long count) {
        assertThat(bytes.convert(text)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MB", "MB", "10 elephants"})
    void whatIsNoNumberOfBytesIsRefused(String text) {
        assertThatThrownBy(() -> bytes.convert(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no number of bytes");
    }

    @Test
    void whatNoNumberHoldsIsRefused() {
        assertThatThrownBy(() -> bytes.convert("9999999999999t")).isInstanceOf(ArithmeticException.class);
    }
}
