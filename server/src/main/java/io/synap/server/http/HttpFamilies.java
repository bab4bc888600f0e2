package io.synap.server.http;

import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.feed.FeedHttp;
import io.synap.server.http.kv.KvHttp;
import io.synap.server.http.live.LivePath;
import io.synap.server.http.presence.PresenceFeeds;
import io.synap.server.http.presence.PresenceHttp;
import io.synap.server.http.pubsub.PubSubHttp;
import io.synap.server.http.queue.QueueHttp;
import io.synap.server.http.stream.PartitionEvents;
import io.synap.server.http.stream.StreamHttp;
import io.synap.server.http.topic.TopicHttp;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;
import io.synap.server.stream.StreamCommands;
import io.synap.server.topic.TopicCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** What one event loop serves of each family: commands, routes and live paths. Confined to it. */
final class HttpFamilies {
    private final List<Route> routes = new ArrayList<>();
    private final List<LivePath> livePaths = new ArrayList<>();

    /** Adds all commands to the registry. */
    HttpFamilies(HttpEdge.Setup setup, Access access, CommandRegistry commands) {
        KvHttp kv = new KvHttp(
                new KvCommands(access),
                setup.node().engine(),
                setup.limits(),
                setup.admin(),
                setup.node().newRandom(),
                commands);
        routes.addAll(kv.routes());
        addRooms(setup, access, commands);
        QueueHttp queues = new QueueHttp(access, setup.queues(), setup.limits(), setup.redrives(), commands);
        routes.addAll(queues.routes());
        livePaths.addAll(queues.livePaths());
        PubSubHttp channels = new PubSubHttp(
                setup.pubSub(), setup.channels(), setup.limits(), setup.node().newRandom(), commands);
        routes.addAll(channels.routes());
        livePaths.addAll(channels.livePaths());
        FeedHttp feed = new FeedHttp(setup.changes(), setup.limits(), commands);
        routes.addAll(feed.routes());
        livePaths.addAll(feed.livePaths());
    }

    /** Rooms, and topics, which are made of rooms. */
    private void addRooms(HttpEdge.Setup setup, Access access, CommandRegistry commands) {
        LongConsumer appends = setup.metrics().appends();
        StreamCommands rooms = new StreamCommands(access, setup.streams().eventBytesMax()).onAppended(appends);
        TopicCommands topicCommands = new TopicCommands(access, setup.topics()).onAppended(appends);
        TopicHttp topics = new TopicHttp(
                topicCommands,
                new PartitionEvents(
                        rooms,
                        topicCommands,
                        setup.streams(),
                        setup.limits(),
                        setup.node().engine()),
                setup.limits(),
                setup.node().newRandom(),
                commands);
        PresenceFeeds feeds = new PresenceFeeds(setup.rooms().presence());
        StreamHttp streams = new StreamHttp(
                rooms,
                topicCommands,
                topics.roomGroups(),
                setup.streams(),
                setup.limits(),
                setup.node().engine(),
                setup.rooms(),
                feeds,
                setup.redrives(),
                commands);
        routes.addAll(streams.routes());
        routes.addAll(new PresenceHttp(feeds, setup.limits(), commands).routes());
        routes.addAll(topics.routes());
        livePaths.addAll(streams.livePaths());
    }

    /** The caller's own. */
    List<Route> routes() {
        return new ArrayList<>(routes);
    }

    List<LivePath> livePaths() {
        return List.copyOf(livePaths);
    }
}
