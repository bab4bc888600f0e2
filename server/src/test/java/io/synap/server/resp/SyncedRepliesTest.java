package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.snapshot.SnapshotOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replies that wait for the disk: they come late, but in order and complete. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SyncedRepliesTest {
    private static final LogOptions LOG =
            new LogOptions(FsyncPolicy.ALWAYS, 1 << 20, 32 << 10, 8, 64L << 20, 8L << 20, 1000);

    @TempDir
    Path folder;

    @Test
    void pipelinedRepliesKeepTheirOrderWhileTheyWait() throws IOException {
        AtomicReference<Persistence> opened = new AtomicReference<>();
        try (RespTestServer server = RespTestServer.gated(engine -> {
                    try {
                        PersistenceOptions options = new PersistenceOptions(LOG, SnapshotOptions.defaults(), 1);
                        Persistence persistence = Persistence.open(
                                folder, options, new DiskFiles(), engine, Clock.systemUTC(), new SecureRandom());
                        opened.set(persistence);
                        return persistence.log();
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                });
                RawConnection client = new RawConnection(server.port())) {
            orderIsKept(client);
            assertThat(client.call("WAITAOF", "1", "0", "0")).isEqualTo("*2\r\n:1\r\n:0\r\n");
            assertThat(client.call("KEYS", "no*")).isEqualTo("*0\r\n");
        }
        opened.get().close();
    }

    private static void orderIsKept(RawConnection client) throws IOException {
        String large = "x".repeat(100_000);
        StringBuilder requests = new StringBuilder();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            requests.append("INCR n\r\nPING\r\nGET n\r\n");
            String number = Integer.toString(i + 1);
            replies.append(':').append(number).append("\r\n+PONG\r\n$").append(number.length());
            replies.append("\r\n").append(number).append("\r\n");
            if (i % 50 == 0) {
                requests.append(RawConnection.encode(java.util.List.of("SET", "large", large)));
                requests.append("GET large\r\n");
                replies.append("+OK\r\n$100000\r\n").append(large).append("\r\n");
            }
        }
        client.send(requests.toString());
        assertThat(client.bytes(replies.length()).equals(replies.toString())).isTrue();
    }
}
