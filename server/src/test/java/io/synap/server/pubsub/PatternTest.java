package io.synap.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.error.SynapException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns match. */
class PatternTest {
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true",
        "a.b, a.c, false",
        "a.*, a.b, true",
        "a.*, a, false",
        "a.*, a.b.c, false",
        "a.*, a., true",
        "*.b, a.b, true",
        "*, a, true",
        "*, a.b, false",
        "a.*.c, a.b.c, true",
        "a.*.c, a.b.d, false",
        "a.>, a.b, true",
        "a.>, a.b.c, true",
        "a.>, a, false",
        ">, a, true",
        ">, a.b.c, true",
        "a.#, a, true",
        "a.#, a.b.c, true",
        "a.#, b, false",
        "#, a.b, true",
        "*.#, a, true",
        "*.>, a, false",
        "a*, ab, false",
        "a*.b, a*.b, true",
    })
    void levelsMatch(String pattern, String channel, boolean expected) {
        assertThat(Pattern.levels(pattern).matches(bytes(channel))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"h?llo, hello, true", "h*, h.a.b, true", "h[ab]llo, hcllo, false", "a.b, a.b, true", "*, '', true"})
    void globsMatch(String pattern, String channel, boolean expected) {
        assertThat(Pattern.glob(bytes(pattern)).matches(bytes(channel))).isEqualTo(expected);
    }

    @Test
    void whatIsOpenToTheEndMustBeTheEnd() {
        assertThatThrownBy(() -> Pattern.levels("a.>.b")).isInstanceOf(SynapException.class);
        assertThatThrownBy(() -> Pattern.levels("#.b")).isInstanceOf(SynapException.class);
        String many = ".".repeat(Pattern.LEVELS_MAX - 2);
        assertThat(Pattern.levels(many + ".*").kind()).isEqualTo(Pattern.Kind.LEVELS);
        assertThatThrownBy(() -> Pattern.levels(many + "..*")).isInstanceOf(SynapException.class);
        assertThat(Pattern.levels(many + "..").kind()).isEqualTo(Pattern.Kind.CHANNEL);
    }

    @Test
    void withoutAnOpenLevelItIsAChannel() {
        assertThat(Pattern.levels("a.b")).isEqualTo(Pattern.channel(bytes("a.b")));
        assertThat(Pattern.levels("a.*").kind()).isEqualTo(Pattern.Kind.LEVELS);
    }
}
