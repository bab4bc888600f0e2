package io.synap.server.http;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.protocol.Slots;
import io.synap.replication.Persistence;
import io.synap.server.completion.RedriveObserver;
import io.synap.server.completion.Requester;
import io.synap.server.feed.ChangeFeed;
import io.synap.server.feed.FeedLimits;
import io.synap.server.http.pubsub.ChannelLimits;
import io.synap.server.http.sse.SseLimits;
import io.synap.server.http.stream.LiveRooms;
import io.synap.server.http.websocket.WebSocketSettings;
import io.synap.server.logging.RequestIds;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import io.synap.server.presence.Presence;
import io.synap.server.presence.PresenceLimits;
import io.synap.server.presence.PresenceSpread;
import io.synap.server.pubsub.PubSub;
import io.synap.server.pubsub.PubSubLimits;
import io.synap.server.pubsub.PubSubMeter;
import io.synap.server.queue.QueueLimits;
import io.synap.server.stream.RoomAudience;
import io.synap.server.stream.StreamLimits;
import io.synap.server.topic.TopicLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real server on a real socket, without persistence, and the ways to talk to it. Thread-safe. */
final class RunningServer implements AutoCloseable {
    static final HttpLimits LIMITS = new HttpLimits(
            1024 * 1024,
            8L * 1024 * 1024,
            64,
            16 * 1024,
            64 * 1024,
            700,
            1500,
            30_000,
            2_000,
            60_000,
            1_000,
            1_000,
            32 * 1024 * 1024);

    static final QueueLimits QUEUE_LIMITS = new QueueLimits(64 * 1024, 100);
    static final TopicLimits TOPIC_LIMITS = new TopicLimits(64, 200, 40, 5);

    static final SseLimits EVENTS = new SseLimits(128 * 1024, 2_000, 1_000);

    static final ChannelLimits CHANNELS = new ChannelLimits(100, 64 * 1024, false);

    final FakeAdmin admin = new FakeAdmin();
    final PubSub pubSub = new PubSub(PubSubLimits.DEFAULTS, Clock.systemUTC(), () -> PubSubMeter.NONE);
    private final Vertx vertx = Vertx.vertx();
    private final Engine engine;
    private final Node node;
    private final @Nullable Persistence kept;
    private final ChangeFeed feed;
    private final HttpEdge edge;
    private boolean stopped;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningServer() {
        this(LIMITS);
    }

    RunningServer(HttpLimits limits) {
        this(limits, newEngine(), null, false);
    }

    /** A server whose writes go through a log; with {@code gated} no reply shows what is not synced. */
    RunningServer(HttpLimits limits, Engine engine, @Nullable Persistence kept, boolean gated) {
        this(limits, engine, kept, gated, WebSocketSettings.DEFAULTS);
    }

    /** A server for WebSockets. */
    RunningServer(WebSocketSettings webSockets) {
        this(LIMITS, newEngine(), null, false, webSockets);
    }

    RunningServer(
            HttpLimits limits, Engine engine, @Nullable Persistence kept, boolean gated, WebSocketSettings webSockets) {
        this.engine = engine;
        this.kept = kept;
        node = new Node(
                engine,
                kept == null ? null : kept.log(),
                gated,
                new MemoryBudget(engine::usedBytes, 0, EvictionPolicy.NOEVICTION),
                Clock.systemUTC(),
                new SplittableRandom(1));
        feed = new ChangeFeed(node, kept, FeedLimits.DEFAULTS);
        HttpEdge.Setup setup = new HttpEdge.Setup(
                "127.0.0.1",
                0,
                2,
                node,
                limits,
                StreamLimits.DEFAULTS,
                QUEUE_LIMITS,
                TOPIC_LIMITS,
                feed,
                new LiveRooms(
                        new RoomAudience(),
                        new Presence(
                                PresenceLimits.DEFAULTS,
                                Clock.systemUTC(),
                                () -> System.nanoTime() / 1_000_000,
                                PresenceSpread.NONE),
                        name -> LiveRooms.UNBOUNDED),
                RedriveObserver.NONE,
                admin,
                HttpMetrics.NONE,
                EVENTS,
                pubSub,
                CHANNELS,
                new RequestIds(),
                webSockets);
        edge = join(HttpEdge.start(vertx, setup));
    }

    static Engine newEngine() {
        return new Engine(new EngineOptions(42, AccessTracking.NONE, 16 * 1024 * 1024));
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    ChangeFeed feed() {
        return feed;
    }

    /** Takes a snapshot, behind which the log may be trimmed. */
    void snapshot() {
        Persistence present = kept;
        if (present == null) {
            throw new IllegalStateException("nothing is kept");
        }
        var _ = present.snapshots().snapshotNow().join();
    }

    int port() {
        return edge.port();
    }

    /** A request as "METHOD /path", headers as name and value in turn. */
    HttpRequest.Builder request(String line, byte[] body, String... headers) {
        int space = line.indexOf(' ');
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port() + line.substring(space + 1)))
                .timeout(Duration.ofSeconds(20))
                .method(
                        line.substring(0, space),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    HttpResponse<byte[]> send(String line, byte[] body, String... headers) {
        try {
            return client.send(request(line, body, headers).build(), BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new IllegalStateException(line, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(line, interrupted);
        }
    }

    HttpResponse<byte[]> send(String line, String body, String... headers) {
        return send(line, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** As {@link #send}, of JSON, without waiting for the answer. */
    <T> CompletableFuture<HttpResponse<T>> sendAsync(String line, String json, HttpResponse.BodyHandler<T> handler) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return client.sendAsync(
                request(line, body, "content-type", "application/json").build(), handler);
    }

    /** Asks until so many requests wait for queues or rooms; the test's timeout bounds it. */
    void awaitWaiters(int count) {
        int waiting = -1;
        while (waiting != count) {
            waiting = 0;
            for (int shard = 0; shard < Slots.SHARDS; shard++) {
                waiting += node.waiters().count(shard);
            }
            Thread.onSpinWait();
        }
    }

    /** The status and the body, with what varies from run to run blotted out. */
    String ask(String line, String json) {
        HttpResponse<byte[]> response = json.isEmpty()
                ? send(line, "")
                : send(line, json.replace('\'', '"'), "content-type", "application/json");
        return response.statusCode() + " " + shown(text(response));
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String shown(String body) {
        return body.replaceAll("\"version\":[0-9]+", "\"version\":#")
                .replaceAll("\"request_id\":\"[0-9a-f]{12}-[0-9a-z]+\"", "\"request_id\":#")
                .replace('"', '\'');
    }

    /** A bare connection, for what a proper client would not send. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(15_000);
        return socket;
    }

    /** Sends bytes as they are and reads until the server closes. */
    String exchange(String bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Stops as a server does; closing it afterwards is well. */
    void stopServing() {
        if (!stopped) {
            stopped = true;
            join(edge.stop());
        }
    }

    @Override
    public void close() {
        client.close();
        feed.close();
        stopServing();
        join(vertx.close());
        try (engine) {
            if (kept != null) {
                kept.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A server around the edge, as simple as can be. */
    static final class FakeAdmin implements HttpAdmin {
        volatile Readiness readiness = Readiness.READY;

        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public long uptimeMillis() {
            return 5;
        }

        @Override
        public Readiness readiness() {
            return readiness;
        }

        @Override
        public Map<String, Object> info(String section) {
            return section.isEmpty() || section.equals("server")
                    ? Map.of("server", Map.of("threads", 2, "role", "primary"))
                    : Map.of();
        }

        @Override
        public KvCounts kvCounts() {
            return new KvCounts(4, 3, 2, 3, 1);
        }

        @Override
        public CompletionStage<String> scrape() {
            return CompletableFuture.supplyAsync(() -> "# TYPE up gauge\nup 1\n");
        }

        @Override
        public CompletionStage<String> backup(String name, Requester by) {
            return CompletableFuture.completedFuture("backed up as " + name);
        }

        @Override
        public CompletionStage<Void> snapshotNow(Requester by) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<Map<String, Object>> clients() {
            return List.of(Map.of("protocol", "other", "id", 7));
        }
    }
}
