package io.synap.client.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.codec.Codec;
import io.synap.client.transport.AnsweringTransport;
import io.synap.client.transport.Caller;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class KvArgumentsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static final AnsweringTransport TRANSPORT = new AnsweringTransport();
    private static final Kv<String> KV =
            new Kv<>(new Caller(TRANSPORT, Duration.ofSeconds(1), List.of()), Runnable::run, Codec.text());

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("key must not be empty", () -> KV.get("")),
                wrong("key must not be empty", () -> KV.blocking().get("")),
                wrong("key must not be empty", () -> KV.set("", "v")),
                wrong("key must not be empty", () -> KV.getAll(List.of("a", ""))),
                wrong("key must not be empty", () -> KV.deleteAll(List.of(""))),
                wrong("key must not be empty", () -> KV.setAll(Map.of("", "v"))),
                wrong("pairs must not be empty", () -> KV.setAll(Map.of())),
                wrong("pairs must not be empty", () -> KV.setAllIfAbsent(Map.of())),
                wrong("from must not be empty", () -> KV.rename("", "b")),
                wrong("to must not be empty", () -> KV.copy("a", "")),
                wrong("ttl must be a millisecond at least, but is PT0S", () -> KV.set("k", "v", Duration.ZERO)),
                wrong("ttl must be a millisecond at least, but is PT-1S", () -> KV.expire("k", Duration.ofSeconds(-1))),
                wrong(
                        "ttl must be a millisecond at least, but is PT0.0009S",
                        () -> KV.getAndExpire("k", Duration.ofNanos(900_000))),
                wrong(
                        "ttl is too long: " + Duration.ofSeconds(Long.MAX_VALUE),
                        () -> SetOptions.NONE.ttl(Duration.ofSeconds(Long.MAX_VALUE))),
                wrong(
                        "deadline must be after 1970, but is 1970-01-01T00:00:00Z",
                        () -> KV.expireAt("k", Instant.EPOCH)),
                wrong("deadline is too far away: " + Instant.MAX, () -> SetOptions.NONE.expireAt(Instant.MAX)),
                wrong("version must not be negative, but is -1", () -> SetOptions.NONE.ifVersion(-1)),
                wrong("version must be 1 at least, but is 0", () -> KV.deleteIfVersion("k", 0)),
                wrong("amount must be finite, but is NaN", () -> KV.incrementFloat("k", Double.NaN)),
                wrong("offset must not be negative, but is -1", () -> KV.setRange("k", -1, new byte[1])),
                wrong("prefix must not be empty", () -> ScanQuery.prefix("")),
                wrong("glob must not be empty", () -> ScanQuery.matching("")),
                wrong("pageKeys must be 1 at least, but is 0", () -> ScanQuery.ALL.pageKeys(0)),
                wrong("patterns must not be empty; * is every key", KV::watch),
                wrong("pattern must not be empty", () -> KV.watch("a", "")),
                wrong(
                        "buffer must be 1 at least, but is 0",
                        () -> KeyWatch.of("a").buffer(0)),
                wrong("cursor must not be empty", () -> KeyWatch.of("a").after("")),
                wrong(
                        "afterVersion is about one key, not [a, b]",
                        () -> KeyWatch.of("a", "b").afterVersion(1)));
    }

    private static Arguments wrong(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrong(String message, Object call) {
        assertThatThrownBy((ThrowingCallable) call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(TRANSPORT.sent()).isEmpty();
    }

    /** Null is for programs that nobody checks: the argument is named, and nothing is sent. */
    @Test
    @SuppressWarnings("NullAway") // That is what is tested.
    void nullsAreNamed() {
        Map<String, ThrowingCallable> calls = Map.of(
                "key", () -> KV.get(null),
                "value", () -> KV.set("k", null),
                "keys", () -> KV.getAll(null),
                "ttl", () -> KV.set("k", "v", (Duration) null),
                "deadline", () -> KV.expireAt("k", null),
                "amount", () -> KV.incrementFloat("k", (BigDecimal) null),
                "part", () -> KV.setRange("k", 0, null),
                "from", () -> KV.rename(null, "b"),
                "to", () -> KV.rename("a", null));
        calls.forEach((name, call) -> assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .hasMessage(name));
        assertThatThrownBy(() -> KV.deleteAll(Arrays.asList("a", null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("key");
        assertThat(TRANSPORT.sent()).isEmpty();
    }

    @Test
    void whatTheCodecThrowsIsThrownWhereTheCallIsMade() {
        Codec<String> shy = new Codec<>() {
            @Override
            public byte[] encode(String value) {
                throw new IllegalStateException("not today");
            }

            @Override
            public String decode(byte[] bytes) {
                return "";
            }
        };
        Kv<String> kv = new Kv<>(new Caller(TRANSPORT, HOUR, List.of()), Runnable::run, shy);
        assertThatThrownBy(() -> kv.set("k", "v"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not today");
    }
}
