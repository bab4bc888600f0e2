package io.synap.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments while queues and rooms are in use: an acknowledged message is never lost, an
 * acknowledged ack never comes back, leases, dead letters and what groups have pending return as they were.
 */
class FamiliesCrashTest {
    private static final int ROUNDS = 20;
    private static final int LOAD_MILLIS_MAX = 400;

    @TempDir
    Path folder;

    @Test
    void queuesAndRoomsReturnAsTheyWere() throws Exception {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        System.err.println("FamiliesCrashTest -Dsynap.seed=" + seed);
        Random random = new Random(seed);
        String[] settings = {
            "persistence.fsync=always",
            // small, so that rotation, snapshots and trimming happen under the load as well
            "persistence.segment_bytes=1mb",
            "persistence.snapshot.log_bytes=1mb"
        };
        List<Checked> load = List.of();
        long acknowledged = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings)) {
                verify(server, load, round, seed);
                load = newLoad(server, round, seed);
                AtomicReference<Throwable> failure = new AtomicReference<>();
                List<Thread> threads = load.stream()
                        .map(each -> Thread.ofVirtual()
                                .uncaughtExceptionHandler((thread, thrown) -> failure.set(thrown))
                                .start(each))
                        .toList();
                awaitSomeAcknowledged(load);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(LOAD_MILLIS_MAX)));
                server.kill();
                for (Thread thread : threads) {
                    thread.join();
                }
                assertThat(failure.get()).as("round %d, seed %d", round, seed).isNull();
                acknowledged += load.stream().mapToLong(Checked::acknowledged).sum();
            }
        }
        assertThat(acknowledged).isGreaterThan(ROUNDS * 10L);
        System.err.println("FamiliesCrashTest: " + acknowledged + " acknowledged messages and events");
    }

    private static void verify(ServerProcess server, List<Checked> load, int round, long seed) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (RespClient reader = new RespClient(server.respPort())) {
            for (Checked each : load) {
                wrong.addAll(each.verify(reader));
            }
        }
        assertThat(wrong).as("after kill %d, seed %d", round, seed).isEmpty();
    }

    private static List<Checked> newLoad(ServerProcess server, int round, long seed) throws Exception {
        List<Checked> load = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            long own = seed + round * 100L + i;
            load.add(new AcknowledgedQueue(new RespClient(server.respPort()), "jobs" + i, own));
            load.add(new AcknowledgedRoom(new RespClient(server.respPort()), "room" + i, own));
        }
        return load;
    }

    /** A kill before anything was acknowledged would prove nothing. */
    private static void awaitSomeAcknowledged(List<Checked> load) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (load.stream().anyMatch(each -> each.acknowledged() == 0) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }
}
