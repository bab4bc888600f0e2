package io.synap.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.EvictionPolicy;
import io.synap.replication.log.FsyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting: its default, and another value by each way in. */
class SettingsTest {
    /** A value other than the default for every setting. */
    private static final Map<String, String> OTHERS = others();

    @TempDir
    Path folder;

    @Test
    void defaultsAreTheseValues() {
        assertThat(SynapConfig.defaults())
                .isEqualTo(new SynapConfig(
                        new ServerConfig(OptionalInt.empty(), Transport.AUTO),
                        new HttpConfig(true, "127.0.0.1", 15500, 10_000, 10 << 20, 16 << 10, 60),
                        new SseConfig(1 << 20, 120, 15),
                        new WebSocketConfig(true, 4 << 20, 8 << 20, 64 << 20, 10_000, 64, 30, 90, 120),
                        new RespConfig(
                                true,
                                "127.0.0.1",
                                6380,
                                10_000,
                                64 << 20,
                                16 << 20,
                                60,
                                32 << 20,
                                128 << 20,
                                64 << 20,
                                0,
                                10_000,
                                128),
                        new MemoryConfig(OptionalLong.empty(), EvictionPolicy.NOEVICTION),
                        new PersistenceConfig(
                                true,
                                Path.of("./data"),
                                FsyncPolicy.EVERYSEC,
                                64 << 20,
                                16 << 20,
                                new SnapshotConfig(512 << 20, 3600, 64 << 20)),
                        new LimitsConfig(
                                16 << 20, 1 << 20, 64 << 10, 1000, 10_000, 300_000, 1 << 20, 10_000, 100_000, 10_000,
                                1000, 1000),
                        new PubSubConfig(250_000, 1024, 10_000, 1 << 20, SlowConsumer.DISCONNECT, "off"),
                        new MetricsConfig(true, "synap_", Map.of(), true, 100),
                        new LoggingConfig(LogLevel.INFO, LogFormat.JSON),
                        new ExpiryConfig(10, 200),
                        new FeedConfig(10_000, 8, 1 << 20),
                        new PresenceConfig(5_000, 10_000, 10_000),
                        new CompletionConfig(1_000, 86_400, 3_600)));
    }

    @Test
    void everySettingIsTestedWithAnotherValue() {
        assertThat(settings().map(Definition::path)).containsExactlyElementsOf(OTHERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingIsTakenFromTheFile(Definition setting) throws IOException {
        assertChanged(setting, SynapConfig.load(fileWith(setting), Map.of(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingIsTakenFromTheEnvironment(Definition setting) {
        String name = "SYNAP_" + setting.path().replace('.', '_').toUpperCase(Locale.ROOT);
        assertChanged(setting, load(Map.of(name, other(setting)), List.of()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingIsTakenFromTheCommandLine(Definition setting) {
        assertChanged(setting, load(Map.of(), List.of(setting.path() + "=" + other(setting))));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void liveSettingsChangeAndOthersDoNot(Definition setting) {
        LiveSettings live = new LiveSettings(SynapConfig.defaults());
        Map<String, String> change = Map.of(setting.path(), other(setting));
        if (setting.live()) {
            live.change(change);
            assertChanged(setting, live.config());
        } else {
            assertThat(ConfigErrorsTest.problems(() -> live.change(change)))
                    .containsExactly(setting.path() + ": cannot change while the server runs");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void canonicalTextMeansTheSameValue(Definition setting) {
        Object value = setting.type().read(other(setting)).orElseThrow();
        assertThat(setting.type().read(setting.type().write(value))).contains(value);
        assertThat(setting.type().read(setting.defaultText())).contains(setting.byDefault());
    }

    @Test
    void environmentOverrulesTheFileAndTheCommandLineBoth() throws IOException {
        Path file = file("http:\n  port: 1\nresp:\n  port: 2\nexpiry:\n  batch: 3\n");
        SynapConfig config = SynapConfig.load(
                file, Map.of("SYNAP_HTTP_PORT", "4", "SYNAP_RESP_PORT", "5"), List.of("http.port=6", "http.port=7"));
        assertThat(config.http().port()).isEqualTo(7);
        assertThat(config.resp().port()).isEqualTo(5);
        assertThat(config.expiry().batch()).isEqualTo(3);
        assertThat(config.expiry().intervalMillis()).isEqualTo(10);
    }

    @Test
    void withoutAFileTheOneInTheWorkingFolderIsTakenAndElseTheDefaults() throws IOException {
        assertThat(SynapConfig.load(null, folder, Map.of(), List.of())).isEqualTo(SynapConfig.defaults());
        Files.writeString(folder.resolve("config.yml"), "http: {port: 1}");
        assertThat(SynapConfig.load(null, folder, Map.of(), List.of()).http().port())
                .isEqualTo(1);
        Path named = file("http: {port: 2}");
        Map<String, String> environment = Map.of("SYNAP_CONFIG", named.toString());
        assertThat(SynapConfig.load(null, folder, environment, List.of()).http().port())
                .isEqualTo(2);
    }

    @Test
    void emptyFileAndEmptySectionsMeanTheDefaults() throws IOException {
        for (String text : List.of("", "# nothing\n", "---\n", "http:\n  # port: 1\nresp:\n")) {
            assertThat(SynapConfig.load(file(text), Map.of(), List.of())).isEqualTo(SynapConfig.defaults());
        }
    }

    @Test
    void memoryIsAShareOfTheContainersAndNeverBelowTheLeast() {
        assertThat(ContainerMemory.share(1000L << 20)).isEqualTo(600L << 20);
        assertThat(ContainerMemory.share(1 << 20)).isEqualTo(16 << 20);
        assertThat(SynapConfig.defaults().memory().limitBytes()).isGreaterThan(16 << 20);
    }

    @Test
    void autoNamesAndCountsAreResolved() {
        ServerConfig server = SynapConfig.defaults().server();
        assertThat(server.eventLoopCount()).isPositive();
    }

    private static void assertChanged(Definition setting, SynapConfig config) {
        Map<String, Object> expected = new LinkedHashMap<>(Catalogue.OF_SYNAP.valuesOf(SynapConfig.defaults()));
        Object value = setting.type().read(other(setting)).orElseThrow();
        assertThat(value).isNotEqualTo(setting.byDefault());
        expected.put(setting.path(), value);
        assertThat(Catalogue.OF_SYNAP.valuesOf(config)).isEqualTo(expected);
    }

    private SynapConfig load(Map<String, String> environment, List<String> sets) {
        return SynapConfig.load(null, folder, environment, sets);
    }

    private Path fileWith(Definition setting) throws IOException {
        List<String> lines = new ArrayList<>();
        String indent = "";
        for (String name : setting.path().split("\\.", -1)) {
            lines.add(indent + name + ":");
            indent += "  ";
        }
        return file(String.join("\n", lines) + " " + other(setting) + "\n");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("test.yml"), text);
    }

    private static String other(Definition setting) {
        return Objects.requireNonNull(OTHERS.get(setting.path()));
    }

    static Stream<Definition> settings() {
        return Catalogue.OF_SYNAP.settings().stream();
    }

    private static Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        putEdges(others);
        putRest(others);
        return others;
    }

    private static void putEdges(Map<String, String> others) {
        others.put("server.event_loops", "3");
        others.put("server.transport", "nio");
        others.put("http.enabled", "false");
        others.put("http.host", "127.0.0.2");
        others.put("http.port", "8080");
        others.put("http.connections_max", "5");
        others.put("http.body_bytes_max", "11mb");
        others.put("http.header_bytes_max", "8kb");
        others.put("http.idle_timeout_seconds", "0");
        others.put("sse.output_bytes_max", "2mb");
        others.put("sse.stall_seconds", "0");
        others.put("sse.ping_seconds", "30");
        others.put("websocket.compression", "false");
        others.put("websocket.message_bytes_max", "1mb");
        others.put("websocket.output_bytes_max", "1mb");
        others.put("websocket.buffers_bytes_max", "2mb");
        others.put("websocket.subscriptions_max", "10");
        others.put("websocket.commands_max", "5");
        others.put("websocket.ping_seconds", "6");
        others.put("websocket.idle_timeout_seconds", "7");
        others.put("websocket.stall_seconds", "8");
        others.put("resp.enabled", "false");
        others.put("resp.host", "::1");
        others.put("resp.port", "6379");
        others.put("resp.connections_max", "6");
        others.put("resp.output_buffer_bytes_max", "100mb");
        others.put("resp.output_wait_bytes", "8mb");
        others.put("resp.output_stall_seconds", "5");
        others.put("resp.pubsub_buffer_bytes_max", "16mb");
        others.put("resp.buffers_bytes_max", "1gb");
        others.put("resp.query_buffer_bytes_max", "32mb");
        others.put("resp.idle_timeout_seconds", "300");
        others.put("resp.slowlog_slower_than_micros", "-1");
        others.put("resp.slowlog_entries_max", "7");
    }

    private static void putRest(Map<String, String> others) {
        others.put("memory.max", "2gb");
        others.put("memory.policy", "allkeys-lru");
        others.put("persistence.enabled", "false");
        others.put("persistence.dir", "/var/lib/synap");
        others.put("persistence.fsync", "always");
        others.put("persistence.segment_bytes", "128mb");
        others.put("persistence.ring_bytes", "24mb");
        others.put("persistence.snapshot.log_bytes", "1gb");
        others.put("persistence.snapshot.interval_seconds", "60");
        others.put("persistence.snapshot.bytes_per_second_max", "10mb");
        others.put("limits.value_bytes_max", "1000000");
        others.put("limits.arguments_max", "1000");
        others.put("limits.inline_bytes_max", "32KB");
        others.put("limits.command_batch_max", "10");
        others.put("limits.scan_count_max", "100");
        others.put("limits.wait_millis_max", "5000");
        others.put("limits.message_bytes_max", "2MB");
        others.put("limits.queues_max", "10");
        others.put("limits.rooms_max", "10");
        others.put("limits.groups_max", "10");
        others.put("limits.partitions_max", "10");
        others.put("limits.group_members_max", "10");
        others.put("pubsub.subscriptions_max", "1000");
        others.put("pubsub.channel_bytes_max", "100");
        others.put("pubsub.buffer_messages_max", "10");
        others.put("pubsub.buffer_bytes_max", "64kb");
        others.put("pubsub.slow_consumer", "drop-oldest");
        others.put("pubsub.notify_keyspace_events", "KEA");
        others.put("metrics.enabled", "false");
        others.put("metrics.prefix", "kv_");
        others.put("metrics.labels", "{\"region\": \"eu\", \"tier\": \"it's gold\"}");
        others.put("metrics.host", "false");
        others.put("metrics.names_max", "10");
        others.put("logging.level", "debug");
        others.put("logging.format", "text");
        others.put("expiry.interval_millis", "50");
        others.put("expiry.batch", "20");
        others.put("feed.subscribers_max", "20");
        others.put("feed.catch_ups_max", "2");
        others.put("feed.pending_bytes_max", "128kb");
        others.put("presence.grace_millis", "0");
        others.put("presence.members_max", "20");
        others.put("presence.rooms_max", "30");
        others.put("completion.events_max", "10");
        others.put("completion.age_seconds", "60");
        others.put("completion.idle_seconds", "90");
    }
}
