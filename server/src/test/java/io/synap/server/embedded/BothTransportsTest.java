package io.synap.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.error.RejectedException;
import io.synap.client.kv.BlockingKv;
import io.synap.client.kv.ScanQuery;
import io.synap.client.queue.BlockingQueues;
import io.synap.client.queue.Delivery;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.WireEvent;
import io.synap.client.work.Worker;
import io.synap.server.Eventually;
import io.synap.server.config.SynapConfig;
import io.synap.server.lifecycle.SynapServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program sees is the same, whether its client is in the server's process or comes over the network. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BothTransportsTest {
    private static final Pattern HTTP = Pattern.compile("http=(\\S+)");

    /** A way to a server. */
    enum Way {
        NETWORK,
        EMBEDDED;

        SynapClient client(SynapServer server) {
            if (this == EMBEDDED) {
                return SynapClient.over(server.transport(), new ClientOptions());
            }
            Matcher address = HTTP.matcher(server.describe());
            assertThat(address.find()).isTrue();
            return SynapClient.connect(address.group(1));
        }
    }

    @TempDir
    Path folder;

    private SynapServer server() throws IOException {
        return SynapServer.start(SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "http.port=0",
                        "resp.enabled=false",
                        "metrics.host=false",
                        "persistence.dir=" + folder.resolve("data"))));
    }

    @ParameterizedTest
    @EnumSource
    void keys(Way way) throws Exception {
        SynapServer server = server();
        try (SynapClient client = way.client(server)) {
            BlockingKv<String> kv = client.kv().blocking();
            kv.set("one", "1");
            kv.set("two", "zwei");
            assertThat(kv.get("one")).contains("1");
            assertThat(kv.get("none")).isEmpty();
            assertThat(kv.increment("one")).isEqualTo(2);
            assertThatThrownBy(() -> kv.increment("two"))
                    .hasMessageContaining("NOT_INTEGER")
                    .hasMessageContaining("(");
            assertThat(kv.getAll(List.of("one", "none", "two"))).isEqualTo(Map.of("one", "2", "two", "zwei"));
            assertThat(kv.delete("two")).isTrue();
            kv.setAll(IntStream.range(0, 900).boxed().collect(Collectors.toMap(i -> "k:" + i, i -> "v")));
            Collected<String> scanned = new Collected<>(7);
            client.kv().scan(ScanQuery.prefix("k:").pageKeys(100)).subscribe(scanned);
            Eventually.until(() -> scanned.complete);
            assertThat(Set.copyOf(scanned.items)).hasSize(900);
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesOfKeysAreTold(Way way) throws Exception {
        SynapServer server = server();
        try (SynapClient client = way.client(server)) {
            Collected<WireEvent> changes = new Collected<>(3);
            client.events("kv.watch", Arguments.none().texts("keys", List.of("user:*")))
                    .subscribe(changes);
            Eventually.until(() -> changes.items.size() == 1);
            for (int i = 0; i < 100; i++) {
                client.kv().blocking().set("user:" + i, "name" + i);
                client.kv().blocking().set("other:" + i, "name" + i);
            }
            Eventually.until(() -> changes.items.size() == 101);
            assertThat(changes.items.stream()
                            .skip(1)
                            .map(each -> each.get("key").text()))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "user:" + i).toList());
            assertThat(changes.failures).isEmpty();
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void queuesAndTheirWorkers(Way way) throws Exception {
        SynapServer server = server();
        try (SynapClient client = way.client(server)) {
            BlockingQueues<String> queues = client.queues().blocking();
            assertThat(queues.create("jobs")).isTrue();
            queues.publish("jobs", "first");
            Delivery<String> first =
                    queues.receive("jobs", Duration.ofSeconds(5)).orElseThrow();
            assertThat(first.payload()).isEqualTo("first");
            queues.ack(first);
            assertThatThrownBy(() -> queues.ack(first)).isInstanceOf(RejectedException.class);
            Set<String> done = ConcurrentHashMap.newKeySet();
            try (Worker worker =
                    client.queues().worker("jobs").concurrency(4).handle(delivery -> done.add(delivery.payload()))) {
                for (int i = 0; i < 300; i++) {
                    queues.publish("jobs", "job" + i);
                }
                Eventually.until(() -> done.size() == 300);
                assertThat(worker.isRunning()).isTrue();
                Eventually.until(() -> queues.length("jobs") == 0);
            }
        } finally {
            server.close();
        }
    }

    /** Asks for one item after another, as slow as that. Thread-safe. */
    private static final class Collected<T> implements Flow.Subscriber<T> {
        private final ConcurrentLinkedQueue<T> items = new ConcurrentLinkedQueue<>();
        private final int ahead;
        private Flow.Subscription subscription = new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        };
        private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private volatile boolean complete;

        Collected(int ahead) {
            this.ahead = ahead;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(ahead);
        }

        @Override
        public void onNext(T item) {
            items.add(item);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            failures.add(failure);
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }
}
