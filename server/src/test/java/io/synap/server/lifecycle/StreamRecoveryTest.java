package io.synap.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.config.SynapConfig;
import io.synap.server.process.RespClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms, offsets, groups and what is pending are after a restart as they were. */
class StreamRecoveryTest {
    private static final List<List<String>> QUESTIONS = List.of(
            List.of("XRANGE", "room", "-", "+"),
            List.of("XINFO", "STREAM", "room"),
            List.of("XINFO", "GROUPS", "room"),
            List.of("XPENDING", "room", "workers"),
            List.of("XREVRANGE", "large", "+", "-"),
            List.of("XLEN", "gone"),
            List.of("TYPE", "empty"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingOfARoomIsLostByARestart(boolean snapshot) throws Exception {
        List<Object> before = new ArrayList<>();
        SynapServer server = SynapServer.start(config());
        try (RespClient client = new RespClient(server.respPort())) {
            for (int i = 1; i <= 500; i++) {
                client.call("XADD", "room", "7-" + i, "event", "e", "data", "x".repeat(i));
            }
            client.call("XADD", "large", "1-1", "data", "y".repeat(200_000));
            client.call("XGROUP", "CREATE", "room", "workers", "0");
            client.call("XREADGROUP", "GROUP", "workers", "a", "COUNT", "20", "STREAMS", "room", ">");
            client.call("XACK", "room", "workers", "7-3", "7-5");
            if (snapshot) {
                assertThat(client.call("SAVE")).isEqualTo("OK");
            }
            client.call("XREADGROUP", "GROUP", "workers", "b", "COUNT", "5", "STREAMS", "room", ">");
            client.call("XDEL", "room", "7-100");
            client.call("XTRIM", "room", "MAXLEN", "490");
            client.call("XADD", "gone", "*", "a", "b");
            client.call("DEL", "gone");
            client.call("XADD", "empty", "MAXLEN", "0", "*", "a", "b");
            ask(client, before);
        } finally {
            server.close();
        }
        List<Object> after = new ArrayList<>();
        SynapServer again = SynapServer.start(config());
        try (RespClient client = new RespClient(again.respPort())) {
            ask(client, after);
            assertThat(after).isEqualTo(before);
            assertThat(client.call("XADD", "room", "7-*", "a", "b")).isEqualTo("7-501");
            assertThat(client.call("XACK", "room", "workers", "7-21", "7-3")).isEqualTo(1L);
        } finally {
            again.close();
        }
    }

    private static void ask(RespClient client, List<Object> answers) throws Exception {
        for (List<String> question : QUESTIONS) {
            answers.add(String.valueOf(client.call(question.toArray(String[]::new)))
                    .replaceFirst("radix-tree-keys, \\d+, radix-tree-nodes, \\d+", ""));
        }
    }

    private SynapConfig config() {
        return SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "persistence.dir=" + folder.resolve("data"),
                        "persistence.segment_bytes=1mb",
                        "http.enabled=false",
                        "resp.port=0"));
    }
}
