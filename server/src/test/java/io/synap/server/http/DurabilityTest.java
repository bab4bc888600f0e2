package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Engine;
import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.snapshot.SnapshotOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replies wait for the disk where that is asked for, and writes wait for room in the log. */
final class DurabilityTest {
    @TempDir
    Path folder;

    private Persistence open(FsyncPolicy fsync, Engine engine) throws Exception {
        // The smallest ring there can be, and a sync that comes of its own only after the test.
        LogOptions log = new LogOptions(fsync, 1 << 15, 2048, 8, 64 * 1024, 1 << 20, 600_000);
        PersistenceOptions options = new PersistenceOptions(log, SnapshotOptions.defaults(), 1);
        return Persistence.open(folder, options, new DiskFiles(), engine, Clock.systemUTC(), new Random(1));
    }

    @Test
    void aWriteThatAsksForFsyncIsSyncedWhenItIsAnswered() throws Exception {
        Engine engine = RunningServer.newEngine();
        Persistence kept = open(FsyncPolicy.EVERYSEC, engine);
        try (RunningServer server = new RunningServer(RunningServer.LIMITS, engine, kept, false)) {
            for (int i = 0; i < 20; i++) {
                assertThat(server.send("PUT /api/v1/kv/a" + i, "v").statusCode())
                        .isEqualTo(201);
                String how = i % 2 == 0 ? "?durability=fsync" : "";
                String header = i % 2 == 0 ? "default" : "fsync";
                String name = i % 2 == 0 ? "x-other" : "x-synap-durability";
                assertThat(server.send("PUT /api/v1/kv/b" + i + how, "v", name, header)
                                .statusCode())
                        .isEqualTo(201);
                assertThat(kept.log().synced())
                        .isGreaterThanOrEqualTo(kept.log().appended());
            }
        }
    }

    @Test
    void underFsyncAlwaysNothingIsShownBeforeItIsSynced() throws Exception {
        Engine engine = RunningServer.newEngine();
        Persistence kept = open(FsyncPolicy.ALWAYS, engine);
        try (RunningServer server = new RunningServer(RunningServer.LIMITS, engine, kept, true)) {
            for (int i = 0; i < 20; i++) {
                assertThat(server.send("PUT /api/v1/kv/k", "v" + i).statusCode())
                        .isIn(200, 201);
                assertThat(kept.log().synced())
                        .isGreaterThanOrEqualTo(kept.log().appended());
                assertThat(server.ask("GET /api/v1/kv/k", "")).contains("'value':'v" + i + "'");
            }
        }
    }

    @Test
    void writesWaitForRoomAndNoneIsLost() throws Exception {
        Engine engine = RunningServer.newEngine();
        Persistence kept = open(FsyncPolicy.OS, engine);
        int writers = 16;
        int each = 60;
        try (RunningServer server = new RunningServer(RunningServer.LIMITS, engine, kept, false)) {
            byte[] large = new byte[40_000];
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
                for (int writer = 0; writer < writers; writer++) {
                    String prefix = "PUT /api/v1/kv/w" + writer + ":";
                    running.add(pool.submit(() -> IntStream.range(0, each)
                            .forEach(i -> assertThat(
                                            server.send(prefix + i, large).statusCode())
                                    .isEqualTo(201))));
                }
                for (Future<?> one : running) {
                    one.get();
                }
            }
            assertThat(server.ask("POST /api/v1/command", "{'command':'kv.dbsize'}"))
                    .contains("{'size':" + writers * each + "}");
            List<String> names = IntStream.range(0, writers * each)
                    .mapToObj(i -> "'w" + i / each + ":" + i % each + "'")
                    .toList();
            assertThat(server.ask("POST /api/v1/kv/mdel", "{'keys':" + names + "}"))
                    .isEqualTo("200 {'deleted':" + writers * each + "}");
        }
    }
}
