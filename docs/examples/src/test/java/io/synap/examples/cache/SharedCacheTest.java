package io.synap.examples.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.examples.ExampleServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SharedCacheTest {
    @TempDir
    private static Path folder;

    private static ExampleServer server;

    private final AtomicInteger loads = new AtomicInteger();
    private SynapClient here;
    private SynapClient there;

    @BeforeAll
    static void start() {
        server = ExampleServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        here = SynapClient.connect(server.endpoint());
        there = SynapClient.connect(server.endpoint());
        here.kv().blocking().flush();
    }

    @AfterEach
    void disconnect() {
        here.close();
        there.close();
    }

    private SharedCache<String> cache(SynapClient client, Duration timeToLive) {
        return new SharedCache<>(
                client, "c:", Codec.text(), timeToLive, 2, name -> name + " " + loads.incrementAndGet());
    }

    private SharedCache<String> cache(SynapClient client) {
        return cache(client, Duration.ofMinutes(1));
    }

    @Test
    void aValueIsLoadedOnceForAllProcesses() {
        try (SharedCache<String> ours = cache(here);
                SharedCache<String> theirs = cache(there)) {
            assertThat(ours.get("a")).isEqualTo("a 1");
            assertThat(ours.get("a")).isEqualTo("a 1");
            assertThat(theirs.get("a")).isEqualTo("a 1");
            assertThat(loads).hasValue(1);
        }
    }

    @Test
    void whatOneForgetsOrChangesAllSee() {
        try (SharedCache<String> ours = cache(here);
                SharedCache<String> theirs = cache(there)) {
            assertThat(ours.get("a")).isEqualTo("a 1");
            assertThat(theirs.get("a")).isEqualTo("a 1");
            ours.invalidate("a");
            assertThat(ours.get("a")).isEqualTo("a 2");
            await().until(() -> theirs.get("a").equals("a 2"));
            there.kv().blocking().set("c:a", "set by hand");
            await().until(() -> ours.get("a").equals("set by hand"));
            assertThat(loads).hasValue(2);
        }
    }

    @Test
    void valuesEndByThemselves() {
        try (SharedCache<String> ours = cache(here, Duration.ofMillis(100))) {
            assertThat(ours.get("a")).isEqualTo("a 1");
            await().until(() -> ours.get("a").equals("a 2"));
        }
    }

    @Test
    void copiesAreBounded() {
        try (SharedCache<String> ours = cache(here)) {
            assertThat(List.of(ours.get("a"), ours.get("b"), ours.get("c"))).containsExactly("a 1", "b 2", "c 3");
            assertThat(ours.copies()).isEqualTo(2);
            assertThat(ours.get("a")).as("from the server").isEqualTo("a 1");
        }
    }

    @Test
    void manyWhoAskAtOnceWaitForOneLoad() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                SharedCache<String> slow =
                        new SharedCache<>(here, "c:", Codec.text(), Duration.ofMinutes(1), 10, name -> {
                            asked.countDown();
                            await().until(() -> release.getCount() == 0);
                            return name + loads.incrementAndGet();
                        })) {
            List<CompletableFuture<String>> all = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> slow.get("a"), threads))
                    .toList();
            asked.await();
            release.countDown();
            for (CompletableFuture<String> each : all) {
                assertThat(each.get()).isEqualTo("a1");
            }
            assertThat(loads).hasValue(1);
        }
    }

    @Test
    void whatTheLoaderThrowsIsThrownAndNotKept() {
        try (SharedCache<String> broken =
                new SharedCache<>(here, "c:", Codec.text(), Duration.ofMinutes(1), 10, name -> {
                    if (loads.incrementAndGet() == 1) {
                        throw new IllegalStateException("the database is gone");
                    }
                    return name;
                })) {
            assertThatThrownBy(() -> broken.get("a")).hasMessage("the database is gone");
            assertThat(broken.get("a")).isEqualTo("a");
        }
    }

    @Test
    void itsMainRuns() {
        CacheMain.main(new String[] {server.endpoint()});
        assertThat(here.kv().blocking().get("capital:France")).contains("Paris");
    }
}
