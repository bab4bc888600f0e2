package io.synap.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.client.error.ClientFault;
import io.synap.client.error.RejectedException;
import io.synap.client.error.SynapClientException;
import io.synap.client.error.UnavailableException;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.transport.Feed;
import io.synap.client.transport.Transport;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.Eventually;
import io.synap.server.config.SynapConfig;
import io.synap.server.lifecycle.SynapServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server without ports, and clients in its own process. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EmbeddedTransportTest {
    @TempDir
    Path folder;

    private SynapServer server(String... more) throws IOException {
        List<String> sets = new ArrayList<>(List.of(
                "persistence.dir=" + folder.resolve("data"),
                "http.enabled=false",
                "resp.enabled=false",
                "metrics.host=false"));
        sets.addAll(List.of(more));
        return SynapServer.start(SynapConfig.load(null, Map.of(), sets));
    }

    private static SynapClient client(SynapServer server) {
        return SynapClient.over(server.transport(), new ClientOptions());
    }

    private static Value command(SynapClient client, String name, Arguments arguments) {
        return Caller.await(client.command(name, arguments));
    }

    private static Arguments with(String name, String value) {
        return Arguments.none().text(name, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"os", "everysec", "always"})
    void whatOneThreadHasWrittenAllOthersRead(String fsync) throws Exception {
        SynapServer server = server("persistence.fsync=" + fsync);
        try (SynapClient client = client(server)) {
            int threads = 8;
            int keys = 200;
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String prefix = "t" + t + ":";
                writers.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < keys; i++) {
                                Caller.await(client.kv().set(prefix + i, "v" + i));
                                assertThat(Caller.await(client.kv().get(prefix + i)))
                                        .contains("v" + i);
                            }
                        },
                        task -> Thread.ofPlatform().start(task)));
            }
            writers.forEach(CompletableFuture::join);
            assertThat(command(client, "kv.dbsize", Arguments.none())
                            .get("size")
                            .integer())
                    .isEqualTo((long) threads * keys);
        } finally {
            assertThat(server.close()).isTrue();
        }
    }

    @Test
    void callsOfOneThreadAreExecutedInTheirOrderThoughNoneIsAwaited() throws Exception {
        SynapServer server = server("persistence.fsync=always");
        try (SynapClient client = client(server)) {
            int threads = 16;
            int count = 300;
            List<Thread> all = new ArrayList<>();
            Map<String, List<Long>> results = new ConcurrentHashMap<>();
            for (int t = 0; t < threads; t++) {
                String key = "counter" + t;
                all.add(Thread.ofVirtual().start(() -> {
                    List<CompletableFuture<Value>> sums = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        sums.add(client.command("kv.incr", with("key", key)).toCompletableFuture());
                    }
                    results.put(
                            key,
                            sums.stream()
                                    .map(each -> each.join().get("value").integer())
                                    .toList());
                }));
            }
            for (Thread each : all) {
                each.join();
            }
            assertThat(results).hasSize(threads);
            results.values()
                    .forEach(sums -> assertThat(sums)
                            .hasSize(count)
                            .isSorted()
                            .startsWith(1L)
                            .endsWith((long) count));
        } finally {
            server.close();
        }
    }

    @Test
    void callsThatFollowCallsForEverFillNoStack() throws Exception {
        SynapServer server = server("persistence.enabled=false");
        try (SynapClient client = client(server)) {
            CompletableFuture<Integer> done = new CompletableFuture<>();
            again(client, 20_000, done);
            assertThat(done.get(30, TimeUnit.SECONDS)).isZero();
        } finally {
            server.close();
        }
    }

    private static void again(SynapClient client, int left, CompletableFuture<Integer> done) {
        if (left == 0) {
            done.complete(left);
        } else {
            var _ = client.kv().get("key").thenAccept(value -> again(client, left - 1, done));
        }
    }

    @Test
    void errorsOfTheServerCarryCodeAndHint() throws Exception {
        SynapServer server = server();
        try (SynapClient client = client(server)) {
            Caller.await(client.kv().set("text", "no number"));
            assertThatThrownBy(() -> command(client, "kv.incr", with("key", "text")))
                    .isInstanceOf(SynapClientException.class)
                    .hasMessageContaining("NOT_INTEGER");
            assertThatThrownBy(() -> command(client, "kv.gte", Arguments.none()))
                    .hasMessageContaining("UNKNOWN_COMMAND")
                    .hasMessageContaining("kv.get");
            assertThatThrownBy(() -> command(client, "kv.get", Arguments.none()))
                    .hasMessageContaining("field 'key' is missing");
            assertThatThrownBy(() -> command(client, "queue.receive", with("queue", "none")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining(ErrorCode.QUEUE_NOT_FOUND.name());
        } finally {
            server.close();
        }
    }

    @Test
    void largeValuesComeWhole() throws Exception {
        SynapServer server = server();
        try (SynapClient client = client(server)) {
            byte[] large = new byte[3_000_000];
            Arrays.fill(large, (byte) 0xfe);
            Caller.await(client.kv(Codec.bytes()).set("large", large));
            assertThat(Caller.await(client.kv(Codec.bytes()).get("large")))
                    .hasValueSatisfying(read -> assertThat(read).isEqualTo(large));
            String text = "äöü€".repeat(100_000);
            Caller.await(client.kv().set("text", text));
            assertThat(Caller.await(client.kv().get("text"))).contains(text);
        } finally {
            server.close();
        }
    }

    @Test
    void aPollIsAnsweredByWhatAnotherThreadPublishes() throws Exception {
        SynapServer server = server();
        try (SynapClient client = client(server)) {
            command(client, "queue.create", with("queue", "jobs"));
            CompletableFuture<Value> received = client.command(
                            "queue.receive", with("queue", "jobs").integer("wait_ms", 9_000))
                    .toCompletableFuture();
            assertThat(received).isNotDone();
            Thread publisher = Thread.ofPlatform()
                    .start(() -> command(
                            client, "queue.publish", with("queue", "jobs").bytes("payload", bytes("work"))));
            publisher.join();
            assertThat(received.get(5, TimeUnit.SECONDS).toString()).contains("work");
        } finally {
            server.close();
        }
    }

    @Test
    void aPollThatGetsNothingEndsInItsTime() throws Exception {
        SynapServer server = server();
        try (SynapClient client = client(server)) {
            command(client, "queue.create", with("queue", "jobs"));
            long began = System.nanoTime();
            Value nothing =
                    command(client, "queue.receive", with("queue", "jobs").integer("wait_ms", 200));
            assertThat(nothing.toString()).doesNotContain("payload");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(190), Duration.ofSeconds(5));
        } finally {
            server.close();
        }
    }

    @Test
    void aCallFailsAtItsDeadline() throws Exception {
        SynapServer server = server();
        try (SynapClient client = client(server).within(Duration.ofMillis(150))) {
            command(client, "queue.create", with("queue", "jobs"));
            assertThatThrownBy(() -> command(
                            client, "queue.receive", with("queue", "jobs").integer("wait_ms", 30_000)))
                    .satisfies(failed -> assertThat(((SynapClientException) failed).is(ClientFault.DEADLINE_PASSED))
                            .isTrue());
        } finally {
            server.close();
        }
    }

    @Test
    void closingTheClientEndsWhatIsUnderWay() throws Exception {
        SynapServer server = server();
        try {
            SynapClient client = client(server);
            command(client, "queue.create", with("queue", "jobs"));
            CompletableFuture<Value> waiting = client.command(
                            "queue.receive", with("queue", "jobs").integer("wait_ms", 9_000))
                    .toCompletableFuture();
            client.close();
            assertThat(failure(waiting).is(ClientFault.CLIENT_CLOSED)).isTrue();
            assertThat(failure(client.kv().get("key").toCompletableFuture()).is(ClientFault.CLIENT_CLOSED))
                    .isTrue();
            assertThat(client.isConnected()).isFalse();
            try (SynapClient other = client(server)) {
                // Nobody else is in line.
                command(other, "queue.publish", with("queue", "jobs").bytes("payload", bytes("work")));
                assertThat(command(other, "queue.receive", with("queue", "jobs"))
                                .toString())
                        .contains("work");
            }
        } finally {
            server.close();
        }
    }

    @Test
    void closingTheServerEndsItsClients() throws Exception {
        SynapServer server = server();
        SynapClient client = client(server);
        command(client, "queue.create", with("queue", "jobs"));
        CompletableFuture<Value> waiting = client.command(
                        "queue.receive", with("queue", "jobs").integer("wait_ms", 9_000))
                .toCompletableFuture();
        assertThat(server.close()).isTrue();
        assertThat(failure(waiting)).isInstanceOf(UnavailableException.class);
        assertThat(failure(client.kv().get("key").toCompletableFuture()).is(ErrorCode.SHUTTING_DOWN))
                .isTrue();
        client.close();
        Eventually.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("synap-embedded")));
        assertThatThrownBy(server::transport).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aServerThatStopsUnderLoadAnswersEveryCall() throws Exception {
        SynapServer server = server("persistence.fsync=always");
        SynapClient client = client(server);
        List<CompletableFuture<Void>> calls = new CopyOnWriteArrayList<>();
        CountDownLatch underWay = new CountDownLatch(4);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String prefix = "t" + t + ":";
            threads.add(Thread.ofPlatform().start(() -> {
                CompletableFuture<Void> last;
                int i = 0;
                do {
                    last = client.kv().set(prefix + i++, "value").toCompletableFuture();
                    calls.add(last);
                    if (i == 100) {
                        underWay.countDown();
                    }
                } while (!(last.isCompletedExceptionally() && server.failed() == client.isConnected()) && i < 20_000);
            }));
        }
        underWay.await();
        assertThat(server.close()).isTrue();
        for (Thread each : threads) {
            each.join();
        }
        Eventually.until(() -> calls.stream().allMatch(CompletableFuture::isDone));
        long acknowledged =
                calls.stream().filter(call -> !call.isCompletedExceptionally()).count();
        SynapServer again = server();
        try (SynapClient reader = client(again)) {
            assertThat(command(reader, "kv.dbsize", Arguments.none())
                            .get("size")
                            .integer())
                    .isGreaterThanOrEqualTo(acknowledged);
        } finally {
            again.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"everysec", "always"})
    void aSubscriptionGetsNoMoreThanItsCredit(String fsync) throws Exception {
        SynapServer server = server("persistence.fsync=" + fsync);
        try (Transport transport = server.transport();
                SynapClient client = client(server)) {
            command(client, "stream.create", with("room", "news"));
            Listener listener = new Listener();
            Feed feed = transport.open(
                    new Feed.Request(Command.once("stream.subscribe"), with("room", "news"), 3), listener);
            Eventually.until(() -> listener.opened.get() == 1);
            for (int i = 0; i < 10; i++) {
                publish(client, "event" + i);
            }
            Eventually.until(() -> listener.events.size() == 3);
            feed.credit(2);
            Eventually.until(() -> listener.events.size() == 5);
            feed.credit(100);
            Eventually.until(() -> listener.events.size() == 10);
            assertThat(listener.events.stream().map(each -> each.get("offset").integer()))
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
            feed.close().toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertThat(listener.ends).containsExactly(Optional.empty());
            publish(client, "late");
            assertThat(command(client, "stream.stats", with("room", "news")).toString())
                    .contains("subscriber_count=Whole[value=0]");
            assertThat(listener.events).hasSize(10);
        } finally {
            server.close();
        }
    }

    private static void publish(SynapClient client, String text) {
        command(
                client,
                "stream.publish",
                with("room", "news").text("event", "said").bytes("data", bytes(text)));
    }

    @Test
    void subscribersOfChannelsHearEachOtherWhateverTheirLane() throws Exception {
        SynapServer server = server();
        List<Transport> transports = new ArrayList<>();
        try (SynapClient client = client(server)) {
            List<Listener> listeners = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Transport transport = server.transport();
                transports.add(transport);
                Listener listener = new Listener();
                listeners.add(listener);
                transport.open(
                        new Feed.Request(
                                Command.once("pubsub.subscribe"),
                                Arguments.none().texts("topics", List.of("a.*")),
                                1000),
                        listener);
                Eventually.until(() -> listener.opened.get() == 1);
            }
            List<Thread> publishers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String channel = "a.c" + t;
                publishers.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 50; i++) {
                        command(client, "pubsub.publish", with("topic", channel).integer("payload", i));
                    }
                }));
            }
            for (Thread each : publishers) {
                each.join();
            }
            for (Listener each : listeners) {
                Eventually.until(() -> each.events.size() == 200);
                for (int t = 0; t < 4; t++) {
                    String channel = "a.c" + t;
                    assertThat(each.events.stream()
                                    .filter(event -> event.get("topic").text().equals(channel))
                                    .map(event -> event.get("payload").integer()))
                            .as("in the order of their publisher")
                            .hasSize(50)
                            .isSorted();
                }
            }
        } finally {
            transports.forEach(Transport::close);
            server.close();
        }
    }

    @Test
    void aSubscriptionThatIsRefusedEndsWithTheReason() throws Exception {
        SynapServer server = server();
        try (Transport transport = server.transport()) {
            Listener listener = new Listener();
            Feed feed = transport.open(
                    new Feed.Request(Command.once("queue.subscribe"), with("queue", "none"), 3), listener);
            Eventually.until(() -> !listener.ends.isEmpty());
            assertThat(listener.ends.getFirst())
                    .hasValueSatisfying(reason ->
                            assertThat(reason.is(ErrorCode.QUEUE_NOT_FOUND)).isTrue());
            feed.close().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } finally {
            server.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SynapClientException failure(CompletableFuture<?> call) {
        Eventually.until(call::isDone);
        return (SynapClientException) call.exceptionNow();
    }

    /** Keeps what it is told. Thread-safe. */
    private static final class Listener implements Feed.Listener {
        private final AtomicInteger opened = new AtomicInteger();
        private final List<WireEvent> events = new CopyOnWriteArrayList<>();
        private final List<Optional<SynapClientException>> ends = new CopyOnWriteArrayList<>();

        @Override
        public void opened(Value description) {
            opened.incrementAndGet();
        }

        @Override
        public void event(WireEvent event) {
            events.add(event);
        }

        @Override
        public void ended(Optional<SynapClientException> reason) {
            ends.add(reason);
        }
    }
}
