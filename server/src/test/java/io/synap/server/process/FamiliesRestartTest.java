package io.synap.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server knows of queues and groups, it knows after a restart, however it ended. */
class FamiliesRestartTest {
    private static final int MESSAGES = 1_000_000;
    private static final int BATCH = 1_000;

    @TempDir
    Path folder;

    @Test
    void aMillionMessagesThatNobodyReadsAreThereAfterAHardStop() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(
                        data, "persistence.segment_bytes=4mb", "persistence.snapshot.log_bytes=16mb");
                RespClient client = new RespClient(server.respPort())) {
            assertThat(client.call("QCREATE", "jobs")).isEqualTo("OK");
            for (int first = 0; first < MESSAGES; first += BATCH) {
                publish(client, first);
                assertThat((List<?>) client.receive()).hasSize(BATCH);
            }
            assertThat(client.call("QLEN", "jobs")).isEqualTo((long) MESSAGES);
            // What was answered is on disk as promised once this is.
            assertThat(String.valueOf(client.call("WAITAOF", "1", "0", "10000")))
                    .startsWith("[1");
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(data);
                RespClient client = new RespClient(server.respPort())) {
            assertThat(client.call("QLEN", "jobs")).isEqualTo((long) MESSAGES);
            for (int i = 0; i < 5; i++) {
                assertThat(receive(client, "me", 3))
                        .containsExactly("job" + 3 * i, "job" + (3 * i + 1), "job" + (3 * i + 2));
            }
            assertThat(String.valueOf(client.call("QPUBLISH", "jobs", "one more")))
                    .isEqualTo(Integer.toString(MESSAGES + 1));
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void theMessagesOfConsumersThatDiedComeBackAfterARestartToo() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data);
                RespClient client = new RespClient(server.respPort())) {
            assertThat(client.call("QCREATE", "jobs", "LEASE", "1500", "MAXDELIVERIES", "3", "BACKOFF", "1", "1"))
                    .isEqualTo("OK");
            for (String payload : List.of("a", "b", "c")) {
                client.call("QPUBLISH", "jobs", payload);
            }
            assertThat(receive(client, "dead", 3)).containsExactly("a", "b", "c");
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(data);
                RespClient client = new RespClient(server.respPort())) {
            List<String> again = new ArrayList<>();
            while (again.size() < 3) {
                List<String> some = receive(client, "alive", 3, "WAIT", "10000");
                assertThat(some).as("nothing came back within ten seconds").isNotEmpty();
                again.addAll(some);
            }
            assertThat(again).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    private static void publish(RespClient client, int first) throws IOException {
        List<String> command = new ArrayList<>(List.of("QMPUBLISH", "jobs", "COUNT", Integer.toString(BATCH)));
        IntStream.range(first, first + BATCH).forEach(i -> command.add("job" + i));
        client.send(command.toArray(String[]::new));
        client.flush();
    }

    private static List<String> receive(RespClient client, String consumer, int count, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("QRECEIVE", "jobs", consumer, "COUNT", Integer.toString(count)));
        command.addAll(List.of(more));
        return payloads(client.call(command.toArray(String[]::new)));
    }

    private static List<String> payloads(@Nullable Object reply) {
        List<String> payloads = new ArrayList<>();
        if (reply instanceof List<?> messages) {
            for (Object each : messages) {
                payloads.add((String) ((List<?>) each).get(1));
            }
        } else if (reply != null) {
            throw new IllegalStateException("refused: " + reply);
        }
        return payloads;
    }
}
