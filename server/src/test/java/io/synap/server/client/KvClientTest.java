package io.synap.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.client.codec.JsonCodec;
import io.synap.client.error.ClientFault;
import io.synap.client.error.InvalidRequestException;
import io.synap.client.error.RejectedException;
import io.synap.client.error.SynapClientException;
import io.synap.client.kv.BlockingKv;
import io.synap.client.kv.Expiry;
import io.synap.client.kv.KvStats;
import io.synap.client.kv.ScanQuery;
import io.synap.client.kv.SetOptions;
import io.synap.client.kv.SetResult;
import io.synap.client.kv.Versioned;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.process.ServerProcess;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class KvClientTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static SynapClient client;

    private BlockingKv<String> kv;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder.resolve("data"));
        client = SynapClient.connect("127.0.0.1:" + server.httpPort());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        kv = client.kv().blocking();
        kv.flush();
    }

    @Test
    void whatIsSetIsThereUntilItIsDeleted() {
        assertThat(kv.get("greeting")).isEmpty();
        kv.set("greeting", "hello");
        assertThat(kv.get("greeting")).contains("hello");
        assertThat(kv.exists("greeting")).isTrue();
        assertThat(kv.length("greeting")).isEqualTo(5);
        assertThat(kv.type("greeting")).contains("string");
        assertThat(kv.memoryUsage("greeting")).isPositive();
        assertThat(kv.size()).isEqualTo(1);
        assertThat(kv.randomKey()).contains("greeting");
        assertThat(kv.delete("greeting")).isTrue();
        assertThat(kv.delete("greeting")).isFalse();
        assertThat(kv.exists("greeting")).isFalse();
        assertThat(kv.type("greeting")).isEmpty();
        assertThat(kv.randomKey()).isEmpty();
        assertThat(kv.length("greeting")).isZero();
        assertThat(kv.memoryUsage("greeting")).isZero();
    }

    @Test
    void valuesAreAnythingAtAll() {
        BlockingKv<byte[]> bytes = client.kv(Codec.bytes()).blocking();
        byte[] large = new byte[1_000_000];
        Arrays.fill(large, (byte) 0xfe);
        Map<String, byte[]> values = new LinkedHashMap<>();
        values.put("empty", new byte[0]);
        values.put("no text", new byte[] {(byte) 0xff, 0, 1});
        values.put("json", "{\"a\": [1, 2]}".getBytes(StandardCharsets.UTF_8));
        values.put("number", "0012".getBytes(StandardCharsets.UTF_8));
        values.put("null", "null".getBytes(StandardCharsets.UTF_8));
        values.put("🗝 ключ", "🌍".getBytes(StandardCharsets.UTF_8));
        values.put("large", large);
        values.forEach(bytes::set);

        values.forEach((key, value) -> {
            assertThat(bytes.get(key)).as(key).contains(value);
            assertThat(bytes.getWithVersion(key).orElseThrow().value()).as(key).isEqualTo(value);
            assertThat(bytes.getSet(key, value)).as(key).contains(value);
            assertThat(bytes.set(key, value, SetOptions.NONE.returnPrevious()).previous())
                    .as(key)
                    .contains(value);
        });
        Map<String, byte[]> read = bytes.getAll(values.keySet());
        assertThat(read.keySet()).containsExactlyElementsOf(values.keySet());
        read.forEach((key, value) -> assertThat(value).as(key).isEqualTo(values.get(key)));
    }

    @Test
    void conditionsSayWhetherTheyHeld() {
        assertThat(kv.set("a", "1", SetOptions.NONE.ifPresent()).written()).isFalse();
        SetResult<String> first = kv.set("a", "1", SetOptions.NONE.ifAbsent());
        assertThat(first.written()).isTrue();
        assertThat(first.version()).isPresent();
        assertThat(kv.set("a", "2", SetOptions.NONE.ifAbsent().returnPrevious()))
                .isEqualTo(new SetResult<>(false, OptionalLong.empty(), Optional.of("1")));
        assertThat(kv.set("a", "2", SetOptions.NONE.ifPresent().returnPrevious())
                        .previous())
                .contains("1");

        Versioned<String> read = kv.getWithVersion("a").orElseThrow();
        assertThat(read.value()).isEqualTo("2");
        assertThat(read.timeToLive()).isEmpty();
        assertThat(kv.set("a", "3", SetOptions.NONE.ifVersion(read.version())).written())
                .isTrue();
        assertThat(kv.set("a", "4", SetOptions.NONE.ifVersion(read.version())).written())
                .isFalse();
        assertThat(kv.set("b", "1", SetOptions.NONE.ifVersion(0)).written()).isTrue();
        assertThat(kv.get("a")).contains("3");
        assertThat(kv.deleteIfVersion("a", read.version())).isFalse();
        assertThat(kv.deleteIfVersion("a", kv.getWithVersion("a").orElseThrow().version()))
                .isTrue();
    }

    @Test
    void deadlinesAreSetKeptMovedAndTakenAway() {
        Duration hour = Duration.ofHours(1);
        assertThat(kv.ttl("a")).isEqualTo(new Expiry.NoKey());
        kv.set("a", "1", hour);
        assertThat(left("a")).isBetween(Duration.ofMinutes(59), hour);
        assertThat(kv.getWithVersion("a").orElseThrow().timeToLive().orElseThrow())
                .isBetween(Duration.ofMinutes(59), hour);
        kv.set("a", "2", SetOptions.NONE.keepTtl());
        assertThat(left("a")).isBetween(Duration.ofMinutes(59), hour);
        kv.set("a", "3");
        assertThat(kv.ttl("a")).isEqualTo(new Expiry.Never());
        kv.set("a", "4", SetOptions.NONE.ttl(hour));
        assertThat(kv.persist("a")).isTrue();
        assertThat(kv.persist("a")).isFalse();
        assertThat(kv.expire("a", hour)).isTrue();
        assertThat(kv.expire("no", hour)).isFalse();
        Instant tomorrow =
                Instant.ofEpochMilli(Instant.now().plus(Duration.ofDays(1)).toEpochMilli());
        assertThat(kv.expireAt("a", tomorrow)).isTrue();
        assertThat(((Expiry.At) kv.ttl("a")).deadline()).isEqualTo(tomorrow);
        kv.set("b", "1", SetOptions.NONE.expireAt(tomorrow));
        assertThat(((Expiry.At) kv.ttl("b")).deadline()).isEqualTo(tomorrow);
        assertThat(kv.getAndExpire("b", hour)).contains("1");
        assertThat(left("b")).isBetween(Duration.ofMinutes(59), hour);
        assertThat(kv.getAndExpire("no", hour)).isEmpty();
        assertThat(kv.expireAt("a", Instant.ofEpochMilli(1))).isTrue();
        assertThat(kv.get("a")).isEmpty();
    }

    private Duration left(String key) {
        return ((Expiry.At) kv.ttl(key)).left();
    }

    @Test
    void numbersAreCounted() {
        assertThat(kv.increment("n")).isEqualTo(1);
        assertThat(kv.increment("n", 41)).isEqualTo(42);
        assertThat(kv.decrement("n")).isEqualTo(41);
        assertThat(kv.decrement("n", 50)).isEqualTo(-9);
        assertThat(kv.incrementFloat("f", new BigDecimal("0.1"))).isEqualTo(new BigDecimal("0.1"));
        assertThat(kv.incrementFloat("f", new BigDecimal("2E+2"))).isEqualTo(new BigDecimal("200.1"));
        assertThat(kv.incrementFloat("f", -0.25)).isEqualTo(199.85);
        assertThat(kv.incrementFloat("f", 1e-7)).isEqualTo(199.8500001);
        kv.set("t", "text");
        assertThatThrownBy(() -> kv.increment("t")).isInstanceOfSatisfying(RejectedException.class, failed -> {
            assertThat(failed.is(ErrorCode.NOT_INTEGER)).isTrue();
            assertThat(failed.hint()).isNotEmpty();
        });
        kv.set("n", Long.toString(Long.MAX_VALUE));
        assertThatThrownBy(() -> kv.increment("n")).hasMessageContaining("OVERFLOW");
    }

    @Test
    void valuesAreChangedInParts() {
        assertThat(kv.append("s", "Hello")).isEqualTo(5);
        assertThat(kv.append("s", ", World")).isEqualTo(12);
        assertThat(kv.getRange("s", -5, -1)).isEqualTo("World".getBytes(StandardCharsets.UTF_8));
        assertThat(kv.setRange("s", 7, "Synap".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(12);
        assertThat(kv.get("s")).contains("Hello, Synap");
        assertThat(kv.getRange("s", 50, 60)).isEmpty();
        assertThat(kv.getRange("no", 0, -1)).isEmpty();
        assertThat(kv.getSet("s", "new")).contains("Hello, Synap");
        assertThat(kv.getDelete("s")).contains("new");
        assertThat(kv.getDelete("s")).isEmpty();
        assertThat(kv.getSet("s", "first")).isEmpty();
    }

    @Test
    void manyKeysGoInFewCommands() {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put("k" + i, "v" + i);
        }
        kv.setAll(many);
        List<String> asked = Stream.concat(Stream.of("no", "k3", "k3"), many.keySet().stream())
                .toList();
        Map<String, String> found = kv.getAll(asked);
        assertThat(found).isEqualTo(many);
        assertThat(found.keySet()).startsWith("k3", "k0");
        assertThat(kv.getAll(List.of())).isEmpty();
        assertThat(kv.setAllIfAbsent(Map.of("new", "1", "k3", "2"))).isFalse();
        assertThat(kv.exists("new")).isFalse();
        assertThat(kv.setAllIfAbsent(Map.of("new", "1", "newer", "2"))).isTrue();
        assertThat(kv.deleteAll(asked)).isEqualTo(1000);
        assertThat(kv.deleteAll(List.of())).isZero();
        assertThat(kv.size()).isEqualTo(2);
    }

    @Test
    void keysAreRenamedAndCopied() {
        kv.set("a", "1");
        kv.set("b", "2");
        assertThat(kv.renameIfAbsent("a", "b")).isFalse();
        assertThat(kv.copy("a", "b")).isFalse();
        assertThat(kv.copy("a", "c")).isTrue();
        kv.copyOver("b", "c");
        assertThat(kv.get("c")).contains("2");
        kv.rename("a", "b");
        assertThat(kv.get("b")).contains("1");
        assertThat(kv.renameIfAbsent("b", "a")).isTrue();
        assertThatThrownBy(() -> kv.rename("no", "x")).hasMessageContaining("KEY_NOT_FOUND");
        assertThatThrownBy(() -> kv.copy("no", "x")).hasMessageContaining("KEY_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500, 100_000})
    void scanGivesEveryKeyWhateverThePage(int page) {
        for (int i = 0; i < 300; i++) {
            var _ = client.kv().set((i % 3 == 0 ? "fizz:" : "n:") + i, "x");
        }
        try (Stream<String> all = kv.scan(ScanQuery.ALL.pageKeys(page))) {
            assertThat(all.distinct()).hasSize(300);
        }
        try (Stream<String> fizz = kv.scan(ScanQuery.prefix("fizz:").pageKeys(page))) {
            assertThat(fizz.distinct()).hasSize(100).allMatch(key -> key.startsWith("fizz:"));
        }
        try (Stream<String> tens = kv.scan(ScanQuery.matching("*:?0").pageKeys(page))) {
            assertThat(tens.distinct()).hasSize(9);
        }
    }

    @Test
    void figuresAreTold() {
        kv.set("a", "1", Duration.ofHours(1));
        KvStats before = kv.stats();
        assertThat(before.keys()).isEqualTo(1);
        assertThat(before.expiringKeys()).isEqualTo(1);
        assertThat(before.memoryBytes()).isPositive();
        kv.get("a");
        kv.get("no");
        KvStats after = kv.stats();
        assertThat(after.hits() - before.hits()).isEqualTo(1);
        assertThat(after.misses() - before.misses()).isEqualTo(1);
        assertThat(after.hitRate()).isBetween(0.0, 1.0);
    }

    record Person(String name, int age) {}

    @Test
    void jsonIsStoredAsOthersReadIt() {
        BlockingKv<Person> people = client.kv(JsonCodec.of(Person.class)).blocking();
        people.set("p1", new Person("Ann", 44));
        people.set("p2", new Person("Bob", 45));
        assertThat(kv.get("p1")).contains("{\"name\":\"Ann\",\"age\":44}");
        assertThat(people.getAll(List.of("p2", "p1")))
                .containsExactly(Map.entry("p2", new Person("Bob", 45)), Map.entry("p1", new Person("Ann", 44)));
    }

    @Test
    void whatTheCodecCannotReadIsNamed() {
        BlockingKv<Person> people = client.kv(JsonCodec.of(Person.class)).blocking();
        kv.set("p1", "no person");
        assertThatThrownBy(() -> people.get("p1")).isInstanceOfSatisfying(InvalidRequestException.class, failed -> {
            assertThat(failed.is(ClientFault.CODEC_FAILED)).isTrue();
            assertThat(failed.detail()).contains("'p1'").contains("Person");
        });
        assertThatThrownBy(() -> people.getAll(List.of("p1")))
                .isInstanceOf(SynapClientException.class)
                .hasMessageContaining("'p1'");
        assertThatThrownBy(() -> people.getWithVersion("p1")).hasMessageContaining("'p1'");
    }
}
