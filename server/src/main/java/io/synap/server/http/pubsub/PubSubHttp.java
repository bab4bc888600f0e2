package io.synap.server.http.pubsub;

import io.synap.server.http.HttpLimits;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.ShortDialect;
import io.synap.server.http.live.LivePath;
import io.synap.server.pubsub.PubSub;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The commands on channels of one event loop, in all syntaxes of HTTP. Confined to it. */
public final class PubSubHttp {
    private static final String CHANNELS = "/api/v1/channels";
    private static final String MESSAGE = "payload?:any payload_base64?:string data?:any metadata?:object";
    private static final String ANSWER = "message_id:string topic?:string subscribers_matched:integer";
    private static final String INFO = "topic?:string subscriber_count:integer";

    private final ChannelCalls calls;
    private final ChannelSource source;
    private final List<Route> shortRoutes;

    /** Adds the commands to the registry, which the routes then lead to. */
    public PubSubHttp(
            PubSub hub, ChannelLimits bounds, HttpLimits limits, RandomGenerator random, CommandRegistry registry) {
        calls = new ChannelCalls(hub, limits);
        source = new ChannelSource(hub, bounds, limits.batchMax(), random);
        calls.register(registry);
        source.register(registry);
        shortRoutes = ShortDialect.of(unprefixed(registry));
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(
                Route.post(CHANNELS + "/{channel}/messages", CommandRegistry.shortRoute(calls::publish))
                        .command("pubsub.publish", "Publish to whoever listens to the channel now.")
                        .reads(MESSAGE)
                        .answers(ANSWER),
                Route.get(CHANNELS, CommandRegistry.shortRoute(calls::list))
                        .command("pubsub.topics", "Channels that are subscribed to by name, and by how many.")
                        .query("match?:string limit?:integer")
                        .answers("data:array metadata:object"),
                Route.get(CHANNELS + "/{channel}", CommandRegistry.shortRoute(calls::info))
                        .command("pubsub.info", "How many have subscribed to a channel by its name.")
                        .answers(INFO)));
        routes.addAll(shortRoutes);
        return routes;
    }

    private static List<Route> unprefixed(CommandRegistry commands) {
        return List.of(
                Route.post("/pubsub/{topic}/publish", commands.shortRoute("pubsub.publish"))
                        .command("pubsub.publish", "Publish a message.")
                        .reads(MESSAGE)
                        .answers(ANSWER),
                Route.get("/pubsub/{topic}/info", commands.shortRoute("pubsub.info"))
                        .command("pubsub.info", "How many have subscribed to a topic.")
                        .answers(INFO),
                Route.get("/pubsub/stats", commands.shortRoute("pubsub.stats"))
                        .command("pubsub.stats", "The figures of all topics.")
                        .answers("total_topics:integer total_subscribers:integer total_wildcard_subscriptions:integer"
                                + " messages_published:integer messages_delivered:integer slow_consumers:integer"),
                Route.get("/pubsub/topics", commands.shortRoute("pubsub.topics"))
                        .command("pubsub.topics", "Topics that are subscribed to by name.")
                        .query("match?:string limit?:integer")
                        .answers("topics:array count:integer"),
                Route.post("/pubsub/subscribe", commands.shortRoute("pubsub.subscribe"))
                        .command("pubsub.subscribe", "Refused here: it needs a connection that stays.")
                        .reads("topics?:array"),
                Route.post("/pubsub/unsubscribe", commands.shortRoute("pubsub.unsubscribe"))
                        .command("pubsub.unsubscribe", "Refused here: it needs a connection that stays.")
                        .reads("subscriber_id?:string topics?:array"));
    }

    /** Where channels can be subscribed to without a command. */
    public List<LivePath> livePaths() {
        String about = "Messages of channels and of patterns such as a.* or a.>, as they are published.";
        LivePath socket = LivePath.webSocket("/ws/pubsub", ChannelSource.SHAPE, about, source::open);
        return List.of(
                LivePath.events("/api/v1/pubsub/live", ChannelSource.SHAPE, about, source::open),
                socket,
                socket.published("/pubsub/ws", ChannelSource.SHAPE));
    }
}
