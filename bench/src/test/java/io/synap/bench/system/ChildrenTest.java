package io.synap.bench.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // filled by JUnit
    private Path folder;

    @Test
    void aFailureStopsTheServerAndWhatItsLauncherStarted() throws IOException, InterruptedException {
        List<ProcessHandle> family;
        ChildProcess server;
        Path data;
        try (Children children = new Children(folder)) {
            data = children.temporaryFolder("data-");
            Files.writeString(data.resolve("log"), "something");
            // a launcher that does not exec: the server is its child
            server = shell(children, "sleep 600 & echo ready on 1; wait");
            server.awaitReadyLine(TIMEOUT);
            family = ProcessHandle.of(server.pid()).orElseThrow().descendants().toList();
            assertThat(family).isNotEmpty();
        }

        assertThat(server.isAlive()).isFalse();
        assertThat(family).noneMatch(ProcessHandle::isAlive);
        assertThat(data).doesNotExist();
    }

    @Test
    void aServerThatEndsBeforeItIsReadyFailsWithItsOutput() throws IOException {
        try (Children children = new Children(folder)) {
            ChildProcess server = shell(children, "echo no config >&2; exit 3");

            assertThatThrownBy(() -> server.awaitReadyLine(TIMEOUT))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessageContaining("no config");
        }
    }

    @Test
    void whoeverIgnoresTheSignalIsKilled() throws IOException, InterruptedException {
        try (Children children = new Children(folder)) {
            ChildProcess server = shell(children, "trap '' TERM; echo ready; while :; do sleep 600; done");
            server.awaitReadyLine(TIMEOUT);

            assertThat(server.stop(Duration.ofMillis(200))).isFalse();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void aToolsFailureIsAnException() throws IOException, InterruptedException {
        try (Children children = new Children(folder)) {
            assertThat(shell(children, "echo one; echo two").awaitSuccess("tool", TIMEOUT))
                    .containsExactly("one", "two");
            ChildProcess failing = shell(children, "echo Error from server: OOM; exit 1");
            assertThatThrownBy(() -> failing.awaitSuccess("tool", TIMEOUT))
                    .hasMessage("tool failed with code 1: Error from server: OOM");
        }
    }

    @Test
    void nothingStartsOnceItIsClosed() {
        Children children = new Children(folder);
        children.close();

        assertThatThrownBy(() -> shell(children, "sleep 600")).isInstanceOf(MeasurementException.class);
    }

    private static ChildProcess shell(Children children, String script) throws IOException {
        return children.start(new ProcessBuilder("/bin/sh", "-c", script));
    }
}
