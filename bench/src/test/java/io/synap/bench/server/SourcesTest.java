package io.synap.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.load.FakeRespServer;
import io.synap.bench.system.Children;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // filled by JUnit
    private Path folder;

    @Test
    void oursIsStartedThroughTheLauncherWithTheRowsSettings() {
        try (Children children = new Children(folder)) {
            SynapSource source = new SynapSource(children, Path.of("/opt/synap"), List.of("memory.max=2g"));

            assertThat(source.command(LaunchOptions.of(Persistence.ALWAYS, Path.of("/data")), 7001, 7002))
                    .containsExactly(
                            "/opt/synap/synap",
                            "server",
                            "--data",
                            "/data",
                            "--http-port",
                            "7002",
                            "--resp-port",
                            "7001",
                            "--set",
                            "persistence.enabled=true",
                            "--set",
                            "persistence.fsync=always",
                            "--set",
                            "memory.max=2g");
        }
    }

    @Test
    void theLauncherIsLookedForInAllFoldersAbove() {
        assertThat(SynapHome.above(Path.of("/opt/synap/bench/target/synap-bench.jar")))
                .containsExactly(
                        Path.of("/opt/synap/bench/target"),
                        Path.of("/opt/synap/bench"),
                        Path.of("/opt/synap"),
                        Path.of("/opt"),
                        Path.of("/"));
    }

    @Test
    void redisNeverSavesByItself() {
        assertThat(RedisSource.command(LaunchOptions.of(Persistence.EVERYSEC, Path.of("/data")), 7001))
                .containsSequence("--save", "", "--appendonly", "yes", "--appendfsync", "everysec");
    }

    @Test
    void rabbitSharesNothingWithAnotherNodeOfTheMachine() {
        RabbitSource.Ports ports = new RabbitSource.Ports(7001, 7002, 7003);

        assertThat(RabbitSource.configuration(ports)).isEqualTo("listeners.tcp.1 = 127.0.0.1:7001\n");
        assertThat(RabbitSource.environment(ports, Path.of("/data")))
                .containsEntry("HOME", "/data") // of the cookie
                .containsEntry("RABBITMQ_NODENAME", "bench-7001@localhost")
                .containsEntry("RABBITMQ_NODE_PORT", "7001")
                .containsEntry("RABBITMQ_DIST_PORT", "7002")
                .containsEntry("ERL_EPMD_PORT", "7003")
                .containsEntry("RABBITMQ_MNESIA_BASE", "/data/mnesia")
                .containsEntry("RABBITMQ_LOG_BASE", "/data/log")
                .containsEntry("RABBITMQ_PID_FILE", "/data/pid")
                .containsEntry("RABBITMQ_CONFIG_FILE", "/data/rabbitmq")
                .containsEntry("RABBITMQ_ENABLED_PLUGINS_FILE", "/data/enabled_plugins");
    }

    @Test
    void natsKeepsItsStreamsInTheRowsFolder() {
        LaunchOptions options = LaunchOptions.of(Persistence.EVERYSEC, Path.of("/data"));
        assertThat(NatsSource.command(options, 7001, true))
                .containsExactly(
                        "nats-server", "--addr", "127.0.0.1", "--port", "7001", "--jetstream", "--store_dir", "/data");
        assertThat(NatsSource.command(options, 7001, false))
                .containsExactly("nats-server", "--addr", "127.0.0.1", "--port", "7001");
    }

    @Test
    void aMetricIsFoundByItsNameAndLabels() {
        String page = "# TYPE x gauge\nx{type=\"heap_used\"} 12\nx{type=\"direct\"} 1.5E7\n";
        assertThat(MetricsPage.parse(page, "x{type=\"direct\"}")).isEqualTo(15_000_000);
        assertThatThrownBy(() -> MetricsPage.parse(page, "x")).isInstanceOf(MeasurementException.class);
    }

    @Test
    void versionsAreCutOut() {
        assertThat(RedisSource.parseVersion(List.of("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0")))
                .isEqualTo("Redis 7.0.15");
        assertThat(NatsSource.parseVersion(List.of("nats-server: v2.9.10"))).isEqualTo("NATS 2.9.10");
        assertThat(RabbitSource.parseVersion(Path.of("/opt/rabbitmq_server-3.10.8/sbin/rabbitmq-server")))
                .isEqualTo("RabbitMQ 3.10.8");
        assertThat(RabbitSource.parseVersion(Path.of("/opt/rabbitmq/rabbitmq-server")))
                .isEqualTo("RabbitMQ of unknown version");
    }

    @Test
    void aServerIsReadyOnceItGreets() throws IOException, InterruptedException {
        try (FakeRespServer greeter = FakeRespServer.answering("INFO {}\r\n")) {
            assertThat(new Greeting("*1\r\n$4\r\nPING\r\n", "INFO ").heard(greeter.port()))
                    .isTrue();
            assertThat(new Greeting("*1\r\n$4\r\nPING\r\n", "\u0001").heard(greeter.port()))
                    .isFalse();
        }
    }

    @Test
    void aLauncherThatFailsIsReportedWithItsOutput() throws IOException {
        Path launcher = Files.writeString(folder.resolve("synap"), "#!/bin/sh\necho no JDK 25; exit 1\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        try (Children children = new Children(folder);
                BenchServer server = new SynapSource(children, folder, List.of())
                        .launch(LaunchOptions.of(Persistence.NONE, folder))) {

            assertThatThrownBy(() -> server.awaitReady(TIMEOUT))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessageContaining("no JDK 25");
        }
    }

    @Test
    void aLoadingServerIsAskedAgainUntilItsAnswerIsGood() throws IOException {
        try (FakeRespServer loading = FakeRespServer.answering("-LOADING dataset\r\n");
                BenchServer server = BenchServer.attached("synap", loading.port(), 0, OptionalLong.of(1))) {

            assertThatThrownBy(() -> FirstAnswer.await(server, FirstAnswer.PING, Duration.ofMillis(50)))
                    .isInstanceOf(MeasurementException.class);
            assertThat(loading.commands()).isGreaterThan(1);
        }
    }
}
