package io.synap.server.http.topic;

import io.synap.server.http.HttpLimits;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.ShortDialect;
import io.synap.server.http.stream.ExclusiveRoomGroups;
import io.synap.server.http.stream.PartitionEvents;
import io.synap.server.topic.TopicCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Topics and exclusive groups of one event loop, in all syntaxes of HTTP. Confined to it. */
public final class TopicHttp {
    private final TopicRoutes topics;
    private final GroupRoutes groups;
    private final RoomGroupRoutes roomGroups;
    private final TopicShortRoutes shortRoutes;

    /** Adds the commands to the registry, which the short routes then lead to. */
    public TopicHttp(
            TopicCommands commands,
            PartitionEvents events,
            HttpLimits limits,
            RandomGenerator random,
            CommandRegistry registry) {
        TopicStore store = new TopicStore(commands, limits.listMax());
        TopicCalls topicCalls = new TopicCalls(store, new TopicPublishing(store, events, random.nextInt()));
        GroupCalls groupCalls = new GroupCalls(store, random);
        topicCalls.register(registry);
        groupCalls.register(registry);
        topics = new TopicRoutes(store, topicCalls);
        groups = new GroupRoutes(store, groupCalls);
        roomGroups = new RoomGroupRoutes(store, groupCalls);
        shortRoutes = new TopicShortRoutes(registry);
    }

    /** The exclusive groups of rooms, for the routes of rooms. */
    public ExclusiveRoomGroups roomGroups() {
        return roomGroups;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(topics.routes());
        routes.addAll(groups.routes());
        routes.addAll(roomGroups.routes());
        return ShortDialect.behind(routes, shortRoutes.routes());
    }
}
