package io.synap.server.http;

import io.synap.server.node.Node;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The HTTP server: one verticle per event loop, all on one port. Thread-safe.
 *
 * <p>Each loop has its own way to the shards and executes what it reads itself; between loops only the
 * count of connections is shared.
 */
public final class HttpEdge {
    private static final AtomicInteger EPHEMERAL = new AtomicInteger();

    /**
     * What the edge is made of.
     *
     * @param port 0 takes any free one
     * @param loops event loops that serve
     * @param requestIds makes an id for a request that brings none; called on any event loop
     */
    public record Setup(
            String host,
            int port,
            int loops,
            Node node,
            HttpLimits limits,
            HttpAdmin admin,
            HttpMetrics metrics,
            Supplier<String> requestIds) {}

    private final Vertx vertx;
    private final String deployment;
    private final int port;

    private HttpEdge(Vertx vertx, String deployment, int port) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
    }

    /** Listens; the future completes once requests are taken, or fails when the port is not free. */
    public static Future<HttpEdge> start(Vertx vertx, Setup setup) {
        // Vert.x shares a negative port among servers: any free one, the same for all of ours.
        int port = setup.port() == 0 ? -1 - EPHEMERAL.incrementAndGet() : setup.port();
        AtomicInteger actualPort = new AtomicInteger();
        AtomicInteger connections = new AtomicInteger();
        DeploymentOptions options = new DeploymentOptions().setInstances(setup.loops());
        return vertx.deployVerticle(() -> new HttpLoop(setup, port, actualPort, connections), options)
                .map(deployment -> new HttpEdge(vertx, deployment, actualPort.get()));
    }

    /** The port that is listened on. */
    public int port() {
        return port;
    }

    /** Closes all connections and the port. */
    public Future<Void> stop() {
        return vertx.undeploy(deployment);
    }
}
