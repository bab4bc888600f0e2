package io.synap.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.error.IndeterminateException;
import io.synap.client.error.SynapClientException;
import io.synap.client.error.UnavailableException;
import io.synap.client.kv.BlockingKv;
import io.synap.client.kv.Kv;
import io.synap.client.queue.Queues;
import io.synap.client.transport.Caller;
import io.synap.server.Eventually;
import io.synap.server.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL and start again, several times, under the load of one client: nothing that was acknowledged is lost, and
 * within the session nothing is done twice.
 */
@Timeout(120)
final class RestartUnderLoadTest {
    private static final System.Logger LOG = System.getLogger(RestartUnderLoadTest.class.getName());
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    /** One kind of load, on one thread. */
    private abstract static class Load implements Runnable {
        final AtomicBoolean over = new AtomicBoolean();
        final AtomicLong acknowledged = new AtomicLong();
        final AtomicLong undecided = new AtomicLong();
        final List<String> wrong = new ArrayList<>();

        abstract void turn(long number);

        @Override
        public void run() {
            for (long number = 0; !over.get(); number++) {
                turn(number);
            }
        }

        /** Waits for a call, and counts what is known of it then; whether it was acknowledged. */
        final boolean settle(CompletionStage<?> stage) {
            try {
                var _ = Caller.await(stage);
                acknowledged.incrementAndGet();
                return true;
            } catch (IndeterminateException unknown) {
                undecided.incrementAndGet();
            } catch (UnavailableException notDone) {
                // It says that nothing has happened, which the sums will show.
            } catch (SynapClientException unexpected) {
                wrong.add(unexpected.toString());
            }
            return false;
        }
    }

    /** Many under way at once. */
    private static final class Increments extends Load {
        private final Kv<String> kv;

        Increments(SynapClient client) {
            kv = client.kv();
        }

        @Override
        void turn(long number) {
            List<CompletionStage<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(kv.increment("counter"));
            }
            calls.forEach(this::settle);
        }
    }

    /** Each key is written with a turn's number, one after the other. */
    private static final class Sets extends Load {
        private final Kv<String> kv;
        private volatile long last = -1;

        Sets(SynapClient client) {
            kv = client.kv();
        }

        @Override
        void turn(long number) {
            if (settle(kv.set("set:" + number % 100, "" + number))) {
                last = number;
            }
        }
    }

    private static final class Publishes extends Load {
        private final Queues<String> queues;

        Publishes(SynapClient client) {
            queues = client.queues();
        }

        @Override
        void turn(long number) {
            var _ = settle(queues.publish("jobs", "job " + number));
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingIsDoneTwice() throws Exception {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        LOG.log(System.Logger.Level.INFO, "RestartUnderLoadTest -Dsynap.seed=" + seed);
        Random random = new Random(seed);
        Path data = folder.resolve("data");
        ServerProcess server = start(data);
        try (FaultProxy network = new FaultProxy(server.httpPort());
                SynapClient client = SynapClient.connect(new ClientOptions()
                        .endpoint(network.endpoint())
                        .deadline(Duration.ofSeconds(60))
                        .backoff(Duration.ofMillis(10), Duration.ofMillis(100)))) {
            var _ = client.queues().blocking().create("jobs");
            List<Increments> increments = List.of(new Increments(client), new Increments(client));
            Sets sets = new Sets(client);
            Publishes publishes = new Publishes(client);
            List<Load> loads = new ArrayList<>(increments);
            loads.add(sets);
            loads.add(publishes);
            List<Thread> threads =
                    loads.stream().map(Thread::startVirtualThread).toList();
            for (int kill = 0; kill < KILLS; kill++) {
                long enough = increments.getFirst().acknowledged.get() + 200 + random.nextInt(2_000);
                Eventually.until(() -> increments.getFirst().acknowledged.get() >= enough);
                server.kill();
                server = start(data);
                network.target(server.httpPort());
            }
            loads.forEach(each -> each.over.set(true));
            for (Thread each : threads) {
                each.join();
            }
            verify(client, increments, sets, publishes, seed);
        } finally {
            server.close();
        }
    }

    private static void verify(
            SynapClient client, List<Increments> increments, Sets sets, Publishes publishes, long seed) {
        BlockingKv<String> kv = client.kv().blocking();
        long acknowledged =
                increments.stream().mapToLong(each -> each.acknowledged.get()).sum();
        long undecided =
                increments.stream().mapToLong(each -> each.undecided.get()).sum();
        long counter = Long.parseLong(kv.get("counter").orElseThrow());
        LOG.log(
                System.Logger.Level.INFO,
                "{0} increments acknowledged, {1} undecided, the counter is {2}; {3} sets, {4} publishes",
                acknowledged,
                undecided,
                counter,
                sets.acknowledged,
                publishes.acknowledged);
        assertThat(counter).as("seed %d", seed).isBetween(acknowledged, acknowledged + undecided);
        long length = client.queues().blocking().length("jobs");
        assertThat(length)
                .as("seed %d", seed)
                .isBetween(publishes.acknowledged.get(), publishes.acknowledged.get() + publishes.undecided.get());
        assertThat(sets.undecided).hasValue(0);
        for (long turn = Math.max(0, sets.last - 99); turn <= sets.last; turn++) {
            assertThat(kv.get("set:" + turn % 100)).as("seed %d", seed).contains("" + turn);
        }
        for (Load each : List.of(increments.getFirst(), increments.getLast(), sets, publishes)) {
            assertThat(each.wrong).as("seed %d", seed).isEmpty();
        }
    }

    private static ServerProcess start(Path data) {
        return ServerProcess.start(data, "persistence.fsync=always");
    }
}
