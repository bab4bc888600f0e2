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
