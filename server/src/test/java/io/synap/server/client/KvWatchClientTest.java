package io.synap.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.SynapClient;
import io.synap.client.codec.JsonCodec;
import io.synap.client.kv.BlockingKv;
import io.synap.client.kv.KeyEvent;
import io.synap.client.kv.KeyWatch;
import io.synap.client.kv.ScanQuery;
import io.synap.server.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class KvWatchClientTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static SynapClient client;

    private BlockingKv<String> kv;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder.resolve("data"));
        client = SynapClient.connect("127.0.0.1:" + server.httpPort());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        kv = client.kv().blocking();
        kv.flush();
    }

    /** Takes items one by one as the test asks for them. */
    static final class Taker<T> implements Flow.Subscriber<T>, AutoCloseable {
        private final BlockingQueue<T> items = new LinkedBlockingQueue<>(1000);
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final CompletableFuture<Boolean> end = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription.complete(begun);
        }

        @Override
        public void onNext(T item) {
            items.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(true);
        }

        T take() throws Exception {
            subscription.get(20, TimeUnit.SECONDS).request(1);
            T item = items.poll(20, TimeUnit.SECONDS);
            if (item == null) {
                throw new AssertionError("nothing came; the end: " + end);
            }
            return item;
        }

        @Override
        public void close() {
            subscription.join().cancel();
        }
    }

    private static <T> Taker<T> taking(Flow.Publisher<T> publisher) {
        Taker<T> taker = new Taker<>();
        publisher.subscribe(taker);
        return taker;
    }

    @Test
    void everyChangeIsToldWithItsValueBehindAVersion() throws Exception {
        kv.set("user:1", "Ann");
        long read = kv.getWithVersion("user:1").orElseThrow().version();
        kv.set("user:1", "Bob");
        kv.expire("user:1", Duration.ofHours(1));
        kv.append("user:1", "by");
        kv.rename("user:1", "user:2");
        try (Taker<KeyEvent<String>> events =
                taking(client.kv().watch(KeyWatch.of("user:1").afterVersion(read)))) {
            KeyEvent.Written<String> set = (KeyEvent.Written<String>) events.take();
            assertThat(set.key()).isEqualTo("user:1");
            assertThat(set.value()).isEqualTo("Bob");
            assertThat(set.about().operation()).isEqualTo("set");
            assertThat(set.about().version()).isGreaterThan(read);
            assertThat(set.expiresAt()).isEmpty();
            // What does not carry its value is read from the key, which has gone on: whatever it says, it must not say
            // more.
            KeyEvent<String> next = events.take();
            while (!(next instanceof KeyEvent.Removed<String> removed)) {
                assertThat(next).isInstanceOfAny(KeyEvent.Unseen.class, KeyEvent.Written.class);
                next = events.take();
            }
            assertThat(removed.renamedTo()).contains("user:2");
        }
    }

    @Test
    void patternsAndFlushesAreTold() throws Exception {
        try (Taker<KeyEvent<String>> events = taking(client.kv().watch("user:*", "team:?"))) {
            awaitWatched(events, "user:0");
            kv.set("other", "no");
            kv.set("team:1", "x", Duration.ofHours(1));
            KeyEvent.Written<String> set = (KeyEvent.Written<String>) events.take();
            assertThat(set.key()).isEqualTo("team:1");
            assertThat(set.expiresAt()).isPresent();
            kv.delete("team:1");
            KeyEvent.Removed<String> removed = (KeyEvent.Removed<String>) events.take();
            assertThat(removed.key()).isEqualTo("team:1");
            assertThat(removed.renamedTo()).isEmpty();
            kv.flush();
            assertThat(events.take()).isInstanceOf(KeyEvent.Flushed.class);
        }
    }

    @Test
    void aWatchGoesOnBehindACursor() throws Exception {
        String cursor;
        try (Taker<KeyEvent<String>> events = taking(client.kv().watch("user:*"))) {
            cursor = awaitWatched(events, "user:0").cursor().orElseThrow();
        }
        kv.set("user:1", "Ann");
        kv.set("user:2", "Bob");
        try (Taker<KeyEvent<String>> events =
                taking(client.kv().watch(KeyWatch.of("user:*").after(cursor)))) {
            List<String> seen = List.of(
                    ((KeyEvent.Written<String>) events.take()).value(),
                    ((KeyEvent.Written<String>) events.take()).value());
            assertThat(seen).containsExactlyInAnyOrder("Ann", "Bob");
        }
    }

    @Test
    void aValueThatTheCodecCannotReadDoesNotEndTheWatch() throws Exception {
        try (Taker<KeyEvent<Integer>> events =
                taking(client.kv(JsonCodec.of(Integer.class)).watch("n:*"))) {
            awaitWatched(events, "n:0");
            kv.set("n:1", "no number");
            KeyEvent.Unseen<Integer> unseen = (KeyEvent.Unseen<Integer>) events.take();
            assertThat(unseen.key()).isEqualTo("n:1");
            assertThat(unseen.why()).isEqualTo(KeyEvent.Unseen.Why.UNREADABLE);
            kv.set("n:1", "7");
            assertThat(((KeyEvent.Written<Integer>) events.take()).value()).isEqualTo(7);
            kv.set("n:1", "9".repeat(100_000));
            assertThat(((KeyEvent.Unseen<Integer>) events.take()).why()).isEqualTo(KeyEvent.Unseen.Why.TOO_LARGE);
        }
    }

    @Test
    void scannedKeysComeAsTheyAreAskedFor() throws Exception {
        kv.setAll(Map.of("a", "1", "b", "2", "c", "3"));
        Taker<String> keys = taking(client.kv().scan(ScanQuery.ALL.pageKeys(1)));
        assertThat(List.of(keys.take(), keys.take(), keys.take())).containsExactlyInAnyOrder("a", "b", "c");
        // Whether that was all is looked up once more is wanted.
        keys.subscription.join().request(1);
        assertThat(keys.end.get(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A watch begins when the server knows of it: sets a key until its event comes. */
    private <V> KeyEvent<V> awaitWatched(Taker<KeyEvent<V>> events, String key) throws Exception {
        events.subscription.get(20, TimeUnit.SECONDS).request(1);
        KeyEvent<V> first = null;
        int sets = 0;
        while (first == null) {
            kv.set(key, "0");
            sets++;
            first = events.items.poll(50, TimeUnit.MILLISECONDS);
        }
        // The further ones that were set before the first came.
        KeyEvent<V> last = first;
        long version = kv.getWithVersion(key).orElseThrow().version();
        while (last instanceof KeyEvent.Written<V> written && written.about().version() < version) {
            last = events.take();
        }
        assertThat(sets).isPositive();
        return last;
    }
}
