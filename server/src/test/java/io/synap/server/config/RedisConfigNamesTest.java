package io.synap.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.EvictionPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisConfigNamesTest {
    private final LiveSettings live = new LiveSettings(SynapConfig.defaults());
    private final RedisConfigNames names = new RedisConfigNames(live);

    @Test
    void everyParameterHasAValue() {
        assertThat(names.get("*"))
                .containsExactly(
                        Map.entry("maxmemory", Long.toString(live.memoryMaxBytes())),
                        Map.entry("maxmemory-policy", "noeviction"),
                        Map.entry("appendonly", "yes"),
                        Map.entry("appendfsync", "everysec"),
                        Map.entry("save", "3600 1"),
                        Map.entry("timeout", "0"),
                        Map.entry("maxclients", "10000"),
                        Map.entry("slowlog-log-slower-than", "10000"),
                        Map.entry("slowlog-max-len", "128"),
                        Map.entry(
                                "client-output-buffer-limit",
                                "normal 67108864 16777216 60 slave 0 0 0 pubsub 33554432 8388608 60"),
                        Map.entry("notify-keyspace-events", ""),
                        Map.entry("latency-monitor-threshold", "0"),
                        Map.entry("latency-tracking", "no"),
                        Map.entry("loglevel", "notice"),
                        Map.entry("databases", "1"),
                        Map.entry("port", "6380"),
                        Map.entry("bind", "127.0.0.1"),
                        Map.entry("dir", Path.of("./data").toAbsolutePath().toString()),
                        Map.entry("proto-max-bulk-len", "16777216"),
                        Map.entry("client-query-buffer-limit", "67108864"));
    }

    @Test
    void patternsAreGlobsWithoutCase() {
        assertThat(names.get("MAXMEMORY*")).containsOnlyKeys("maxmemory", "maxmemory-policy");
        assertThat(names.get("?ort")).containsOnlyKeys("port");
        assertThat(names.get("max.*")).isEmpty();
        assertThat(names.get("hash-seed")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "maxmemory, 100mb, 104857600",
        "maxmemory, 20M, 20000000",
        "maxmemory, 1g, 1000000000",
        "maxmemory-policy, allkeys-lfu, allkeys-lfu",
        "maxmemory-policy, VOLATILE-TTL, volatile-ttl",
        "appendonly, yes, yes",
        "save, '', ''",
        "save, 900 1 300 10, 300 1",
        "timeout, 30, 30",
        "MaxClients, 7, 7",
        "slowlog-log-slower-than, -1, -1",
        "slowlog-max-len, 0, 0",
        "loglevel, debug, debug",
        "loglevel, verbose, verbose",
        "loglevel, warning, warning",
        "loglevel, nothing, nothing",
        "databases, 1, 1"
    })
    void settingIsReadBack(String name, String value, String readBack) {
        assertThat(names.set(name, value)).isEmpty();
        assertThat(names.get(name).values()).containsExactly(readBack);
    }

    @Test
    void zeroMemoryIsTheContainersShare() {
        assertThat(names.set("maxmemory", "32mb")).isEmpty();
        assertThat(live.memoryMaxBytes()).isEqualTo(32 << 20);
        assertThat(names.set("maxmemory", "0")).isEmpty();
        assertThat(live.memoryMaxBytes()).isEqualTo(ContainerMemory.budgetBytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxmemory | 1mb | argument must be 0, or a memory value of at least 16mb",
                "maxmemory | auto | argument must be 0, or a memory value of at least 16mb",
                "maxmemory-policy | x | argument(s) must be one of the following:"
                        + " noeviction, allkeys-lru, allkeys-lfu, volatile-ttl",
                "appendfsync | always | can't set immutable config",
                "save | 900 | Invalid save parameters",
                "save | a 1 | Invalid save parameters",
                "timeout | -1 | argument must be a whole number from 0",
                "maxclients | 0 | argument must be a whole number from 1 to 1000000",
                "loglevel | info | argument(s) must be one of the following:"
                        + " nothing, warning, notice, verbose, debug",
                "appendonly | no | can't set immutable config",
                "port | 1 | can't set immutable config"
            })
    void badValueIsRefusedInRedisWording(String name, String value, String problem) {
        assertThat(names.set(name, value))
                .contains("ERR CONFIG SET failed (possibly related to argument '%s') - %s".formatted(name, problem));
        assertThat(live.config()).isEqualTo(SynapConfig.defaults());
    }

    @Test
    void unknownParameterIsRefusedInRedisWording() {
        assertThat(names.set("Hash-Seed", "1"))
                .contains("ERR Unknown option or number of arguments for CONFIG SET - 'Hash-Seed'");
    }

    @Test
    void severalAreSetAllOrNone() {
        assertThat(names.set(List.of("timeout", "5", "maxclients", "0"))).isPresent();
        assertThat(live.config()).isEqualTo(SynapConfig.defaults());
        assertThat(names.set(List.of("timeout", "5", "maxclients", "6"))).isEmpty();
        assertThat(live.config().resp().connectionsMax()).isEqualTo(6);
        assertThat(names.set(List.of("timeout", "5", "TIMEOUT", "6")))
                .contains("ERR CONFIG SET failed (possibly related to argument 'timeout')" + " - duplicate parameter");
        assertThat(names.set(List.of("timeout"))).contains("ERR wrong number of arguments for 'config|set' command");
    }

    @Test
    void listenersHearOfChanges() {
        List<EvictionPolicy> heard = new ArrayList<>();
        live.onChange(config -> heard.add(config.memory().policy()));
        names.set("maxmemory-policy", "allkeys-lru");
        names.set("maxmemory-policy", "bad");
        assertThat(heard).containsExactly(EvictionPolicy.ALLKEYS_LRU);
    }

    @Test
    void everyChangeableParameterNamesALiveSetting() {
        for (RedisParameter parameter : RedisParameter.all().values()) {
            if (parameter instanceof RedisParameter.Live changeable) {
                Definition setting = Catalogue.OF_SYNAP.find(changeable.path());
                assertThat(Objects.requireNonNull(setting).live())
                        .as(parameter.name())
                        .isTrue();
            }
        }
    }
}
