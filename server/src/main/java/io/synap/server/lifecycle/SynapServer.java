package io.synap.server.lifecycle;

import io.synap.client.transport.Transport;
import io.synap.server.config.LiveSettings;
import io.synap.server.config.SynapConfig;
import io.synap.server.embedded.EmbeddedEdge;
import io.synap.server.feed.ChangeFeed;
import io.synap.server.feed.FeedLimits;
import io.synap.server.http.HttpClients;
import io.synap.server.http.HttpEdge;
import io.synap.server.logging.Logging;
import io.synap.server.node.Expiry;
import io.synap.server.pubsub.PubSub;
import io.synap.server.resp.RespServer;
import io.synap.server.telemetry.NamedFamily;
import io.synap.server.telemetry.Telemetry;
import io.synap.server.telemetry.TopicMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server: state, log, edges. Started and closed by one thread; what is in between is
 * thread-safe.
 *
 * <p>The order of a start is recovery, then the edges; of a stop the edges first, so that whatever was
 * acknowledged is in the log when the log ends.
 */
public final class SynapServer {
    private static final Logger LOG = LoggerFactory.getLogger(SynapServer.class);
    private static final long EDGE_SECONDS_MAX = 20;

    private final SynapConfig config;
    private final Storage storage;
    private final Expiry expiry;
    private final ChangeFeed changes;
    private final Vertx vertx;
    private final Telemetry telemetry;
    private final PubSub pubSub;
    private final RoomWiring rooms;
    private final CountDownLatch end = new CountDownLatch(1);
    private @Nullable RespServer resp;
    private @Nullable HttpEdge http;
    private int respPort;

    /** Guarded by this. */
    private @Nullable EmbeddedEdge embedded;

    private boolean closed;

    /** What an edge is made of, with meters of its own. */
    private Supplier<HttpEdge.Setup> setups = () -> {
        throw new IllegalStateException("the server has not started");
    };

    private SynapServer(SynapConfig config, Storage storage) {
        this.config = config;
        this.storage = storage;
        this.expiry = new Expiry(
                storage.node(),
                config.expiry().intervalMillis(),
                config.expiry().batch());
        this.changes = new ChangeFeed(
                storage.node(),
                storage.persistence(),
                new FeedLimits(
                        config.feed().subscribersMax(),
                        config.feed().catchUpsMax(),
                        config.feed().pendingBytesMax()));
        this.telemetry = new Telemetry(config.metrics(), config.persistence().dir());
        this.pubSub = PubSubWiring.start(config, storage.node().clock(), telemetry);
        this.rooms = RoomWiring.of(config, storage, telemetry);
        this.vertx = EventLoops.start(config.server());
    }

    /**
     * Recovers and begins to serve.
     *
     * @throws IOException if the data cannot be read, or is damaged, or a port cannot be had
     */
    public static SynapServer start(SynapConfig config) throws IOException {
        Storage storage = Storage.open(config, Clock.systemUTC());
        SynapServer server;
        try {
            server = new SynapServer(config, storage);
        } catch (RuntimeException failed) {
            storage.close();
            throw failed;
        }
        try {
            server.open();
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private void open() throws IOException {
        LiveSettings live = new LiveSettings(config);
        live.onChange(storage::change);
        live.onChange(changed -> Logging.setLevel(changed.logging().level()));
        storage.node().onFailure(reason -> end.countDown());
        Operations operations = new Operations(storage, expiry, rooms.completions(), end::countDown);
        Gauges.watch(telemetry, storage);
        NotifyWiring.start(storage.node(), pubSub, vertx, telemetry);
        telemetry.add(new TopicMetrics(
                new TopicFigures(storage.node()), config.metrics().namesMax()));
        telemetry.add(new StreamGauges(
                storage.engine(),
                storage.node().clock(),
                rooms.live().audience(),
                name -> telemetry.label(NamedFamily.STREAM, name),
                config.metrics().namesMax()));
        telemetry.add(new FeedMetrics(changes));
        telemetry.add(new SessionMetrics(storage.engine()));
        if (config.resp().enabled()) {
            RespServer edge = new RespServer(
                    vertx,
                    RespWiring.settings(config),
                    storage.node(),
                    pubSub,
                    new RespWiring(live, operations, telemetry),
                    () -> new RespMetricsWiring(telemetry));
            resp = edge;
            live.onChange(changed -> edge.change(RespWiring.tuning(changed.resp())));
            respPort = await(edge.start(), "resp.port " + config.resp().port());
        }
        HttpWiring wiring = new HttpWiring(config, storage, operations, telemetry, changes, pubSub, resp);
        setups = () -> wiring.setup(rooms.live(), rooms.completions());
        if (config.http().enabled()) {
            http = await(
                    HttpEdge.start(vertx, setups.get()),
                    "http.port " + config.http().port());
        }
    }

    /**
     * A client's way in without a network, for clients in this process: {@code SynapClient.over(server.transport(), new
     * ClientOptions())}. It ends with its client, or with the server.
     *
     * @throws IllegalStateException if the server is closed
     */
    public synchronized Transport transport() {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        EmbeddedEdge edge = embedded;
        if (edge == null) {
            HttpEdge served = http;
            edge = new EmbeddedEdge(setups, served == null ? new HttpClients() : served.clients());
            embedded = edge;
        }
        return edge.newTransport();
    }

    private synchronized void closeEmbedded() {
        closed = true;
        EmbeddedEdge edge = embedded;
        if (edge != null) {
            edge.close();
        }
    }

    /** One line for whoever started the server: {@code ready http=… resp=… data=…}. */
    public String describe() {
        StringBuilder line = new StringBuilder("ready");
        HttpEdge edge = http;
        if (edge != null) {
            line.append(" http=").append(config.http().host()).append(':').append(edge.port());
        }
        if (resp != null) {
            line.append(" resp=").append(config.resp().host()).append(':').append(respPort);
        }
        return line.append(" data=")
                .append(config.persistence().enabled() ? config.persistence().dir() : "memory")
                .toString();
    }

    /** The port of the Redis protocol; 0 when it is not served. */
    public int respPort() {
        return respPort;
    }

    Storage storage() {
        return storage;
    }

    /** Waits until the server is asked to stop, or has to. */
    public void awaitEnd() throws InterruptedException {
        end.await();
    }

    /** Whether the server can no longer keep its promises. */
    public boolean failed() {
        return storage.node().failure() != null;
    }

    /** Stops; returns whether everything acknowledged is kept and the log has a clean end. */
    public boolean close() {
        boolean clean = !failed();
        changes.close();
        closeEmbedded();
        clean &= stop("http", http == null ? null : http.stop());
        clean &= stop("resp", resp == null ? null : resp.stop());
        rooms.completions().close();
        expiry.close();
        try {
            storage.close();
        } catch (IOException failed) {
            LOG.error("the log could not be closed: {}", failed.getMessage(), failed);
            clean = false;
        }
        telemetry.close();
        stop("vertx", vertx.close());
        end.countDown();
        return clean;
    }

    private static boolean stop(String what, @Nullable Future<?> stopping) {
        if (stopping == null) {
            return true;
        }
        try {
            stopping.await(EDGE_SECONDS_MAX, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | RuntimeException failed) {
            LOG.error("{} did not stop cleanly", what, failed);
            return false;
        }
    }

    private static <T> T await(Future<T> starting, String what) throws IOException {
        try {
            return starting.await(EDGE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException failed) {
            throw new IOException("cannot listen on " + what + ": " + failed.getMessage(), failed);
        }
    }
}
