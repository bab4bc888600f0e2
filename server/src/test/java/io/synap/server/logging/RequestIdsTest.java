package io.synap.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    private final RequestIds ids = new RequestIds(new byte[] {0, 1, 2, 3, 4, (byte) 0xff});

    @Test
    void idIsTheProcessPartAndANumber() {
        assertThat(ids.next()).isEqualTo("0001020304ff-1");
        assertThat(ids.next()).isEqualTo("0001020304ff-2");
    }

    @Test
    void idsDifferBetweenProcessesAndAreValid() {
        Set<String> seen = new HashSet<>();
        for (int process = 0; process < 100; process++) {
            String id = new RequestIds().next();
            assertThat(RequestIds.isValid(id)).isTrue();
            assertThat(seen.add(id)).isTrue();
        }
    }

    @Test
    void incomingIdIsTakenIfItIsOne() {
        assertThat(ids.accept("client-7")).isEqualTo("client-7");
        assertThat(ids.accept(null)).isEqualTo("0001020304ff-1");
        assertThat(ids.accept("a b")).isEqualTo("0001020304ff-2");
        assertThat(ids.accept("x".repeat(128))).hasSize(128);
        assertThat(ids.accept("x".repeat(129))).isEqualTo("0001020304ff-3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "a;b", "$(a)", "a\"b", "a\r\nSet-Cookie: x", "\u007f", "ä", "\0"})
    void otherTextIsNoId(String text) {
        assertThat(RequestIds.isValid(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "0af7651916cd43dd8448eb211c80319c", "a/b:c@d=e+f_g.H"})
    void harmlessTextIsAnId(String text) {
        assertThat(RequestIds.isValid(text)).isTrue();
    }
}
