package io.synap.server.resp;

import io.synap.server.node.Node;
import io.synap.server.pubsub.PubSub;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The RESP edge as a whole: as many event loops as wanted, sharing one port. Thread-safe.
 *
 * <p>When the node fails it closes every connection by itself, within a second.
 */
public final class RespServer {
    /** Distinguishes servers on free ports within one Vert.x, which knows shared ones by number. */
    private static final AtomicInteger FREE_PORTS = new AtomicInteger(-1);

    private final Vertx vertx;
    private final RespShared shared;
    private final Supplier<CommandMetrics> metrics;
    private volatile @Nullable String deployment;

    /**
     * @param metrics gives each event loop its own counters
     */
    public RespServer(
            Vertx vertx,
            RespSettings settings,
            Node node,
            PubSub pubSub,
            RespAdmin admin,
            Supplier<CommandMetrics> metrics) {
        this.vertx = vertx;
        this.shared = new RespShared(settings, node, pubSub, admin);
        this.metrics = metrics;
    }

    /** Begins to listen; completes with the port. */
    public Future<Integer> start() {
        int wanted = shared.settings().port();
        int port = wanted != 0 ? wanted : FREE_PORTS.getAndDecrement();
        DeploymentOptions options =
                new DeploymentOptions().setInstances(shared.settings().eventLoops());
        return vertx.deployVerticle(() -> new RespVerticle(shared, port, metrics.get()), options)
                .map(id -> {
                    deployment = id;
                    return shared.port();
                });
    }

    /** Stops listening and closes every connection. */
    public Future<Void> stop() {
        String id = deployment;
        if (id == null) {
            return Future.succeededFuture();
        }
        deployment = null;
        return vertx.undeploy(id);
    }

    /** Changes what may change while it runs; connections that are open stay so. */
    public void change(RespTuning tuning) {
        shared.change(tuning);
    }

    /** Connections that are open now. */
    public int connections() {
        return shared.clients().open();
    }

    /** The connections that are open now, in the order they came. */
    public List<ConnectedClient> clients(long nowMillis) {
        return shared.clients().all().stream()
                .map(each -> ConnectedClient.of(each.client(), nowMillis))
                .sorted(Comparator.comparingLong(ConnectedClient::id))
                .toList();
    }

    /** Connections accepted since the start. */
    public long connectionsAccepted() {
        return shared.clients().accepted();
    }

    /** Connections turned away since the start, there being too many. */
    public long connectionsRefused() {
        return shared.clients().refused();
    }
}
