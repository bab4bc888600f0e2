package io.synap.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments under load: what was acknowledged is there, and nothing was invented. */
class CrashTest {
    private static final int CONNECTIONS = 4;

    @TempDir
    Path folder;

    @Test
    void everyAcknowledgedWriteSurvivesFiftyKillsUnderAlways() throws Exception {
        killRepeatedly(50, "always", 250, 0);
    }

    @Test
    void atMostTheLastTwoSecondsAreMissingUnderEverysec() throws Exception {
        killRepeatedly(6, "everysec", 3500, TimeUnit.SECONDS.toNanos(2));
    }

    private void killRepeatedly(int rounds, String fsync, int loadMillisMax, long lossNanosMax) throws Exception {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        System.err.println("CrashTest " + fsync + " -Dsynap.seed=" + seed);
        Random random = new Random(seed);
        Path data = folder.resolve(fsync);
        String[] settings = {
            "persistence.fsync=" + fsync,
            // small, so that rotation, snapshots and trimming happen under the load as well
            "persistence.segment_bytes=1mb",
            "persistence.snapshot.log_bytes=2mb"
        };
        long acknowledged = 0;
        List<AcknowledgedWrites> writers = List.of();
        long durableBefore = 0;
        for (int round = 0; round <= rounds; round++) {
            try (ServerProcess server = ServerProcess.start(data, settings)) {
                List<String> wrong = new ArrayList<>();
                try (RespClient reader = new RespClient(server.respPort())) {
                    for (AcknowledgedWrites writer : writers) {
                        wrong.addAll(writer.verify(reader, durableBefore));
                    }
                }
                assertThat(wrong).as("after kill %d, seed %d", round, seed).isEmpty();
                writers = newWriters(server, round, seed);
                List<Thread> threads =
                        writers.stream().map(Thread::startVirtualThread).toList();
                awaitSomeAcknowledged(writers);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(loadMillisMax)));
                long killed = System.nanoTime();
                server.kill();
                for (Thread thread : threads) {
                    thread.join();
                }
                durableBefore = lossNanosMax == 0 ? System.nanoTime() : killed - lossNanosMax;
                acknowledged += writers.stream()
                        .mapToLong(AcknowledgedWrites::acknowledged)
                        .sum();
            }
        }
        assertThat(acknowledged).isGreaterThan(rounds * 10L);
        System.err.println("CrashTest " + fsync + ": " + acknowledged + " acknowledged writes");
    }

    private static List<AcknowledgedWrites> newWriters(ServerProcess server, int round, long seed) throws Exception {
        List<AcknowledgedWrites> writers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            writers.add(new AcknowledgedWrites(
                    new RespClient(server.respPort()), "writer" + i + ":", seed + round * 100L + i));
        }
        return writers;
    }

    /** A kill before anything was acknowledged would prove nothing. */
    private static void awaitSomeAcknowledged(List<AcknowledgedWrites> writers) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (writers.stream().anyMatch(writer -> writer.acknowledged() == 0) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }
}
