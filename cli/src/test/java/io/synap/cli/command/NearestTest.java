package io.synap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
    private static final List<String> WORDS =
            List.of("get", "getset", "set", "subscribe", "stats", "--ttl", "--output");

    @ParameterizedTest
    @CsvSource({"gte, get", "sbuscribe, subscribe", "stat, stats", "--tll, --ttl", "--out, --output", "SET, set"})
    void aSlipOfTheFingersFindsItsWord(String written, String meant) {
        assertThat(Nearest.to(written, WORDS)).first().isEqualTo(meant);
    }

    @Test
    void nothingIsGuessedFromNothingNear() {
        assertThat(Nearest.to("flamingo", WORDS)).isEmpty();
        assertThat(Nearest.to("--", WORDS)).isEmpty();
    }

    @Test
    void atMostThreeAreNamed() {
        assertThat(Nearest.to("aab", List.of("aaa", "aac", "aad", "aae"))).hasSize(3);
    }
}
