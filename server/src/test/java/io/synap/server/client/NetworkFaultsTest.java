package io.synap.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.error.IndeterminateException;
import io.synap.client.error.UnavailableException;
import io.synap.client.kv.BlockingKv;
import io.synap.client.kv.Kv;
import io.synap.server.Eventually;
import io.synap.server.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client, a real server, and a network between them that does not always work. */
@Timeout(60)
final class NetworkFaultsTest {
    private static final System.Logger LOG = System.getLogger(NetworkFaultsTest.class.getName());

    @TempDir
    private static Path folder;

    private static ServerProcess server;

    private FaultProxy network;
    private SynapClient client;

    @BeforeAll
    static void startServer() {
        server = ServerProcess.start(folder.resolve("data"), "persistence.enabled=false");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        network = new FaultProxy(server.httpPort());
        client = SynapClient.connect(new ClientOptions()
                .endpoint(network.endpoint())
                .backoff(Duration.ofMillis(5), Duration.ofMillis(50))
                .keepAlive(Duration.ofMillis(100), Duration.ofMillis(400)));
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        network.close();
    }

    @Test
    void aSlowNetworkIsOnlySlow() throws IOException {
        network.delay(30);
        BlockingKv<String> kv = client.kv().blocking();
        long began = System.nanoTime();
        kv.set("slow", "1");
        assertThat(kv.get("slow")).contains("1");
        assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(120));
        assertThat(network.accepted()).isEqualTo(1);
    }

    @Test
    void aConnectionThatPassesNothingAnyMoreIsReplaced() {
        for (FaultProxy.From side : FaultProxy.From.values()) {
            BlockingKv<String> kv = client.kv().blocking();
            String counter = "counter:" + side;
            assertThat(kv.increment(counter)).isEqualTo(1);
            int before = network.accepted();
            network.stall(side);
            CompletableFuture<Long> second = client.kv().increment(counter).toCompletableFuture();
            Eventually.until(() -> !client.isConnected());
            network.heal();
            assertThat(second.join()).as("once, whether it had arrived or not").isEqualTo(2);
            assertThat(kv.increment(counter)).isEqualTo(3);
            assertThat(network.accepted()).isGreaterThan(before);
        }
    }

    @Test
    void aNetworkThatIsGoneIsWaitedForUntilTheDeadline() throws IOException {
        client.kv().blocking().set("here", "1");
        network.refuse();
        network.reset();
        Eventually.until(() -> !client.isConnected());
        Kv<String> hurried = client.within(Duration.ofMillis(200)).kv();
        assertThatThrownBy(() -> hurried.blocking().get("here"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("NOT_CONNECTED");
        assertThatThrownBy(() -> hurried.blocking().set("here", "2"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("NOT_CONNECTED");
        CompletableFuture<?> patient = client.kv().set("here", "3").toCompletableFuture();
        network.heal();
        patient.join();
        assertThat(client.kv().blocking().get("here")).contains("3");
    }

    @Test
    void whatWasSentAndCannotBeRepeatedIsUndecided() {
        BlockingKv<String> kv = client.kv().blocking();
        kv.set("from", "1");
        network.stall(FaultProxy.From.SERVER);
        CompletableFuture<Void> rename = client.kv().rename("from", "to").toCompletableFuture();
        Eventually.until(() -> !client.isConnected());
        network.heal();
        assertThatThrownBy(rename::join)
                .hasCauseInstanceOf(IndeterminateException.class)
                .hasMessageContaining("CONNECTION_LOST");
        assertThat(kv.get("to")).as("it had arrived").contains("1");
    }

    @Test
    void increasesAreCountedOnceOverConnectionsThatAreCutAnywhere() throws Exception {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        LOG.log(System.Logger.Level.INFO, "NetworkFaultsTest -Dsynap.seed=" + seed);
        Random random = new Random(seed);
        int calls = 20_000;
        Semaphore some = new Semaphore(500);
        Map<Long, Boolean> answers = new ConcurrentHashMap<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            if (i % 1_000 == 500) {
                if (random.nextBoolean()) {
                    network.cutAfter(random.nextInt(5_000));
                } else {
                    network.reset();
                }
            }
            some.acquire();
            all.add(client.kv()
                    .increment("cut")
                    .whenComplete((value, failure) -> {
                        some.release();
                        if (failure == null) {
                            answers.put(value, true);
                        }
                    })
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
        assertThat(client.kv().blocking().get("cut")).as("seed %d", seed).contains("" + calls);
        assertThat(answers).as("each got an answer of its own, seed %d", seed).hasSize(calls);
        assertThat(network.accepted()).isGreaterThan(5);
    }

    @Test
    void damagedBytesEndTheConnectionOrAreSeenButNothingHangs() throws IOException {
        BlockingKv<String> kv = client.kv().blocking();
        for (int i = 0; i < 100; i++) {
            kv.set("key" + i, "x".repeat(100));
        }
        network.corrupt();
        List<CompletableFuture<?>> all = new ArrayList<>();
        Kv<String> hurried = client.within(Duration.ofMillis(300)).kv();
        for (int i = 0; i < 100; i++) {
            all.add(hurried.get("key" + i).toCompletableFuture());
        }
        for (CompletableFuture<?> each : all) {
            assertThat(each.handle((value, failure) -> true).join()).isTrue();
        }
        network.heal();
        network.reset();
        assertThat(kv.get("key1")).contains("x".repeat(100));
    }
}
