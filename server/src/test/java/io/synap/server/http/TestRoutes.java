package io.synap.server.http;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.server.completion.RedriveObserver;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.EnvelopeRoutes;
import io.synap.server.http.kv.KvHttp;
import io.synap.server.http.pubsub.PubSubHttp;
import io.synap.server.http.queue.QueueHttp;
import io.synap.server.http.stream.PartitionEvents;
import io.synap.server.http.topic.TopicHttp;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import io.synap.server.pubsub.PubSub;
import io.synap.server.pubsub.PubSubLimits;
import io.synap.server.pubsub.PubSubMeter;
import io.synap.server.stream.StreamCommands;
import io.synap.server.stream.StreamLimits;
import io.synap.server.topic.TopicCommands;
import io.synap.server.topic.TopicLimits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The routes and commands without a server. */
final class TestRoutes {
    private static final RunningServer.FakeAdmin ADMIN = new RunningServer.FakeAdmin();

    private TestRoutes() {}

    static List<Route> all() {
        CommandRegistry registry = new CommandRegistry(HttpMetrics.NONE);
        List<Route> routes = new ArrayList<>(kv(registry).routes());
        routes.addAll(queues(registry).routes());
        routes.addAll(topics(registry).routes());
        routes.addAll(channels(registry).routes());
        routes.addAll(new SystemRoutes(ADMIN, new HttpClients()).routes());
        routes.addAll(new EnvelopeRoutes(registry, (exchange, session) -> {}).routes());
        return new OpenApiRoutes().joinedWith(routes, "1.2.3");
    }

    static void register(CommandRegistry registry) {
        kv(registry);
        queues(registry);
        topics(registry);
        channels(registry);
        new SystemRoutes(ADMIN, new HttpClients()).register(registry);
    }

    private static KvHttp kv(CommandRegistry registry) {
        Node node = newNode();
        return new KvHttp(
                new KvCommands(node.newAccess()),
                node.engine(),
                HttpLimits.DEFAULTS,
                ADMIN,
                new SplittableRandom(1),
                registry);
    }

    private static QueueHttp queues(CommandRegistry registry) {
        return new QueueHttp(
                newNode().newAccess(), RunningServer.QUEUE_LIMITS, HttpLimits.DEFAULTS, RedriveObserver.NONE, registry);
    }

    private static PubSubHttp channels(CommandRegistry registry) {
        return new PubSubHttp(
                new PubSub(PubSubLimits.DEFAULTS, Clock.systemUTC(), () -> PubSubMeter.NONE),
                RunningServer.CHANNELS,
                HttpLimits.DEFAULTS,
                new SplittableRandom(1),
                registry);
    }

    private static TopicHttp topics(CommandRegistry registry) {
        Node node = newNode();
        Access access = node.newAccess();
        StreamCommands rooms = new StreamCommands(access, 1024);
        TopicCommands topics = new TopicCommands(access, TopicLimits.DEFAULTS);
        return new TopicHttp(
                topics,
                new PartitionEvents(rooms, topics, StreamLimits.DEFAULTS, HttpLimits.DEFAULTS, node.engine()),
                HttpLimits.DEFAULTS,
                new SplittableRandom(1),
                registry);
    }

    private static Node newNode() {
        Engine engine = new Engine(new EngineOptions(42, AccessTracking.NONE, 1024));
        return new Node(
                engine,
                null,
                false,
                new MemoryBudget(engine::usedBytes, 0, EvictionPolicy.NOEVICTION),
                Clock.systemUTC(),
                new SplittableRandom(1));
    }
}
