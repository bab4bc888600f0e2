package io.synap.server.http;

import io.synap.server.completion.RedriveObserver;
import io.synap.server.feed.ChangeFeed;
import io.synap.server.http.pubsub.ChannelLimits;
import io.synap.server.http.sse.SseLimits;
import io.synap.server.http.stream.LiveRooms;
import io.synap.server.http.websocket.WebSocketSettings;
import io.synap.server.logging.RequestIds;
import io.synap.server.node.BufferBudget;
import io.synap.server.node.Node;
import io.synap.server.pubsub.PubSub;
import io.synap.server.queue.QueueLimits;
import io.synap.server.stream.StreamLimits;
import io.synap.server.topic.TopicLimits;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP server: one verticle per event loop, all on one port. Thread-safe.
 *
 * <p>Each loop has its own way to the shards and executes what it reads itself; between loops only the
 * list of connections is shared.
 */
public final class HttpEdge {
    private static final AtomicInteger EPHEMERAL = new AtomicInteger();

    /**
     * What the edge is made of.
     *
     * @param port 0 takes any free one
     * @param loops event loops that serve
     * @param queues what queues may hold
     * @param changes the feed of the node's changes
     * @param topics what topics and groups may be
     * @param rooms who follows rooms and who is in them
     * @param redrives is told which redrives somebody waits for
     * @param events what streams of server-sent events may take
     * @param channels what may wait for subscribers of channels
     * @param requestIds gives each request its id
     * @param webSockets what WebSockets may take
     */
    public record Setup(
            String host,
            int port,
            int loops,
            Node node,
            HttpLimits limits,
            StreamLimits streams,
            QueueLimits queues,
            TopicLimits topics,
            ChangeFeed changes,
            LiveRooms rooms,
            RedriveObserver redrives,
            HttpAdmin admin,
            HttpMetrics metrics,
            SseLimits events,
            PubSub pubSub,
            ChannelLimits channels,
            RequestIds requestIds,
            WebSocketSettings webSockets) {}

    private final Vertx vertx;
    private final String deployment;
    private final int port;
    private final HttpClients clients;

    private HttpEdge(Vertx vertx, String deployment, int port, HttpClients clients) {
        this.clients = clients;
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
    }

    /** Listens; the future completes once requests are taken, or fails when the port is not free. */
    public static Future<HttpEdge> start(Vertx vertx, Setup setup) {
        // Vert.x shares a negative port among servers: any free one, the same for all of ours.
        int port = setup.port() == 0 ? -1 - EPHEMERAL.incrementAndGet() : setup.port();
        AtomicInteger actualPort = new AtomicInteger();
        HttpClients clients = new HttpClients();
        BufferBudget buffers = new BufferBudget(setup.webSockets().buffersBytesMax());
        DeploymentOptions options = new DeploymentOptions().setInstances(setup.loops());
        return vertx.deployVerticle(() -> new HttpLoop(setup, port, actualPort, clients, buffers), options)
                .map(deployment -> new HttpEdge(vertx, deployment, actualPort.get(), clients));
    }

    /** The port that is listened on. */
    public int port() {
        return port;
    }

    /** Who is connected. */
    public HttpClients clients() {
        return clients;
    }

    /** Closes all connections and the port. */
    public Future<Void> stop() {
        return vertx.undeploy(deployment);
    }
}
