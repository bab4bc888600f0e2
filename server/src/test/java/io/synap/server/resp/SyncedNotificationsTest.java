package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.snapshot.SnapshotOptions;
import io.synap.server.node.Expiry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where replies wait for the disk, so do notifications: nobody is told what a power cut could take back. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SyncedNotificationsTest {
    @TempDir
    Path folder;

    private final HeldFiles disk = new HeldFiles();
    private final List<Persistence> opened = new ArrayList<>();

    private RespTestServer start() {
        LogOptions log = new LogOptions(FsyncPolicy.ALWAYS, 1 << 20, 32 << 10, 8, 64L << 20, 64L << 20, 1000);
        PersistenceOptions options = new PersistenceOptions(log, SnapshotOptions.defaults(), 1);
        return RespTestServer.gated(engine -> {
            try {
                opened.add(
                        Persistence.open(folder, options, disk.store(), engine, Clock.systemUTC(), new SecureRandom()));
                return opened.getLast().log();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    @AfterEach
    void closeLog() throws IOException {
        for (Persistence each : opened) {
            each.close();
        }
    }

    @Test
    void nothingIsToldBeforeItIsSynced() throws IOException {
        try (RespTestServer server = start();
                PublishedNotices published = new PublishedNotices(server.node());
                RawConnection client = new RawConnection(server.port())) {
            client.call("CONFIG", "SET", "notify-keyspace-events", "EAm");
            client.call("SET", "a", "0");
            assertThat(published.next()).isEqualTo("__keyevent@0__:set a");
            disk.hold();
            try {
                client.send("SET a 1\r\nINCR n\r\nDEL a\r\nGET a\r\nMSET x 1 y 2\r\nRENAME x z\r\n"
                        + "XADD s 1-1 f v\r\nSET end 1\r\n");
                awaitKeys(server, 4);
                assertThat(published.poll()).isNull();
            } finally {
                disk.release();
            }
            assertThat(published.next(9))
                    .containsExactly(
                            "__keyevent@0__:set a",
                            "__keyevent@0__:incrby n",
                            "__keyevent@0__:del a",
                            "__keyevent@0__:keymiss a",
                            "__keyevent@0__:set x",
                            "__keyevent@0__:set y",
                            "__keyevent@0__:rename_from x",
                            "__keyevent@0__:rename_to z",
                            "__keyevent@0__:xadd s");
            assertThat(published.next()).isEqualTo("__keyevent@0__:set end");
        }
    }

    @Test
    void expiredKeysAreNotToldBeforeThatIsSynced() throws IOException {
        try (RespTestServer server = start();
                PublishedNotices published = new PublishedNotices(server.node());
                RawConnection client = new RawConnection(server.port())) {
            client.call("CONFIG", "SET", "notify-keyspace-events", "Kx");
            client.call("SET", "a", "0", "PX", "1");
            disk.hold();
            Expiry expiry;
            try {
                expiry = new Expiry(server.node(), 10, 100);
                awaitKeys(server, 0);
                assertThat(published.poll()).isNull();
            } finally {
                disk.release();
            }
            assertThat(published.next()).isEqualTo("__keyspace@0__:a expired");
            expiry.close();
        }
    }

    /** Waits until so many keys are there, synced or not. */
    private static void awaitKeys(RespTestServer server, long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.node().engine().keyCount() != count) {
            assertThat(System.nanoTime()).as("keys did not become %d", count).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
