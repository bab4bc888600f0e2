package io.synap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "10s, PT10S",
        "5m, PT5M",
        "2h, PT2H",
        "7d, P7D",
        "1h30m, PT1H30M",
        "15, PT15S",
        "PT1M, PT1M"
    })
    void lengthsAreReadAsPeopleWriteThem(String text, Duration meant) {
        assertThat(Durations.parse(text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "5x", "1h30", "-5s", "s", "99999999999999999999s", "9223372036854775807d"})
    void whatIsNoLengthIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "10s", "1m30s", "2h", "3d4h5m6s7ms", "0s"})
    void whatIsPrintedCanBeRead(String text) {
        assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
    }
}
