package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Engine;
import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.log.OperationLog;
import io.synap.replication.snapshot.SnapshotOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replies that wait for the disk: they come late, but in order and complete. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SyncedRepliesTest {
    @TempDir
    Path folder;

    private @Nullable Persistence persistence;

    private RespTestServer start(int ringBytes, int inlineBytesMax) {
        LogOptions log = new LogOptions(FsyncPolicy.ALWAYS, ringBytes, inlineBytesMax, 8, 64L << 20, 64L << 20, 1000);
        PersistenceOptions options = new PersistenceOptions(log, SnapshotOptions.defaults(), 1);
        Function<Engine, @Nullable OperationLog> open = engine -> {
            try {
                Persistence opened = Persistence.open(
                        folder, options, new DiskFiles(), engine, Clock.systemUTC(), new SecureRandom());
                persistence = opened;
                return opened.log();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        };
        return RespTestServer.gated(open);
    }

    @AfterEach
    void closeLog() throws IOException {
        Persistence opened = persistence;
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void pipelinedRepliesKeepTheirOrderWhileTheyWait() throws IOException {
        String large = "x".repeat(100_000);
        StringBuilder requests = new StringBuilder();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            requests.append("INCR n\r\nPING\r\nGET n\r\n");
            String number = Integer.toString(i + 1);
            replies.append(':').append(number).append("\r\n+PONG\r\n$").append(number.length());
            replies.append("\r\n").append(number).append("\r\n");
            if (i % 50 == 0) {
                requests.append(RawConnection.encode(List.of("SET", "large", large)));
                requests.append("GET large\r\n");
                replies.append("+OK\r\n$100000\r\n").append(large).append("\r\n");
            }
        }
        try (RespTestServer server = start(1 << 20, 32 << 10);
                RawConnection client = new RawConnection(server.port())) {
            client.send(requests.toString());
            assertThat(client.bytes(replies.length()).equals(replies.toString()))
                    .isTrue();
            assertThat(client.call("WAITAOF", "1", "0", "0")).isEqualTo("*2\r\n:1\r\n:0\r\n");
            assertThat(client.call("KEYS", "no*")).isEqualTo("*0\r\n");
        }
    }

    @Test
    void waitingForTheLogAgainAndAgainAnswersEachOnce() throws IOException {
        int rounds = 500;
        try (RespTestServer server = start(1 << 20, 32 << 10);
                RawConnection client = new RawConnection(server.port())) {
            client.send("INCR n\r\nWAITAOF 1 0 0\r\nINCR m\r\n".repeat(rounds));
            for (int i = 1; i <= rounds; i++) {
                assertThat(client.reply()).isEqualTo(":" + i + "\r\n");
                assertThat(client.reply()).isEqualTo("*2\r\n:1\r\n:0\r\n");
                assertThat(client.reply()).isEqualTo(":" + i + "\r\n");
            }
        }
    }

    @Test
    void aFullLogDelaysRequestsAndLosesNone() throws Exception {
        try (RespTestServer server = start(64 << 10, 4 << 10)) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "client" + i;
                clients.add(CompletableFuture.runAsync(() -> writeAndRead(server, name)));
            }
            for (CompletableFuture<Void> client : clients) {
                client.get(50, TimeUnit.SECONDS);
            }
        }
    }

    private static void writeAndRead(RespTestServer server, String name) {
        String value = name + "v".repeat(3_000);
        String bulk = "$" + value.length() + "\r\n" + value + "\r\n";
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            requests.append(RawConnection.encode(List.of("SET", name + i, value)));
            requests.append("APPEND ").append(name).append(" \"xxxxxxxxxx\"\r\n");
            requests.append(RawConnection.encode(List.of("GETSET", name + "g", value)));
        }
        try (RawConnection client = new RawConnection(server.port())) {
            for (int round = 0; round < 3; round++) {
                client.send(requests.toString());
                for (int i = 0; i < 100; i++) {
                    assertThat(client.reply()).isEqualTo("+OK\r\n");
                    assertThat(client.reply()).isEqualTo(":" + 10 * (round * 100 + i + 1) + "\r\n");
                    assertThat(client.reply()).isEqualTo(round + i == 0 ? "$-1\r\n" : bulk);
                }
            }
            assertThat(client.call("GET", name + "99")).isEqualTo(bulk);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void messagesKeepTheirPlaceAmongRepliesThatWait() throws IOException {
        try (RespTestServer server = start(1 << 20, 4096);
                RawConnection client = new RawConnection(server.port())) {
            client.call("HELLO", "3");
            client.call("SUBSCRIBE", "a");
            StringBuilder requests = new StringBuilder();
            StringBuilder replies = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                requests.append("SET k v\r\nPUBLISH a ").append(i).append("\r\nPING\r\n");
                String number = Integer.toString(i);
                replies.append("+OK\r\n>3\r\n$7\r\nmessage\r\n$1\r\na\r\n$")
                        .append(number.length())
                        .append("\r\n")
                        .append(number)
                        .append("\r\n:1\r\n+PONG\r\n");
            }
            client.send(requests.toString());
            assertThat(client.bytes(replies.length())).isEqualTo(replies.toString());
        }
    }
}
