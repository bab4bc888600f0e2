package io.synap.server.http.stream;

import io.synap.engine.Engine;
import io.synap.server.completion.RedriveObserver;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.live.Closing;
import io.synap.server.http.live.LivePath;
import io.synap.server.http.presence.PresenceFeeds;
import io.synap.server.stream.GroupCommands;
import io.synap.server.stream.StreamCommands;
import io.synap.server.stream.StreamLimits;
import io.synap.server.topic.TopicCommands;
import java.util.ArrayList;
import java.util.List;

/** The commands on rooms of one event loop, in all syntaxes of HTTP. Confined to it. */
public final class StreamHttp {
    private final List<Route> routes = new ArrayList<>();
    private final RoomSource source;

    /**
     * Adds the commands to the registry, which the short routes then lead to.
     *
     * @param exclusive the other kind of groups, with which the shared ones have routes in common
     */
    public StreamHttp(
            StreamCommands commands,
            TopicCommands topics,
            ExclusiveRoomGroups exclusive,
            StreamLimits bounds,
            HttpLimits limits,
            Engine engine,
            LiveRooms live,
            PresenceFeeds presence,
            RedriveObserver redrives,
            CommandRegistry registry) {
        RoomStore store = new RoomStore(commands, topics, bounds, limits, engine);
        EventInput input = new EventInput(commands);
        Publishing publishing = new Publishing(store, input);
        source = new RoomSource(store, live, presence);
        new StreamCalls(store, publishing, source, live.audience()).register(registry);
        TopicSource partitions = new TopicSource(source, topics);
        registry.add("topic.subscribe", call -> call.live().subscribe(call, partitions))
                .add("topic.unsubscribe", Closing::leave);
        RoomRoutes rooms = new RoomRoutes(store);
        CauseSearch causes = new CauseSearch(store);
        EventRoutes events = new EventRoutes(store, publishing, causes);
        CauseRoutes chains = new CauseRoutes(store, causes);
        GroupStore groups = new GroupStore(store, new GroupCommands(commands.access(), bounds.groups()), exclusive);
        GroupRoutes shared = new GroupRoutes(groups);
        DeliveryRoutes deliveries = new DeliveryRoutes(groups);
        PendingRoutes pending = new PendingRoutes(groups, redrives);
        rooms.register(registry);
        events.register(registry);
        chains.register(registry);
        shared.register(registry);
        deliveries.register(registry);
        pending.register(registry);
        routes.addAll(rooms.routes());
        routes.addAll(events.routes());
        routes.addAll(chains.routes());
        routes.addAll(shared.routes());
        routes.addAll(deliveries.routes());
        routes.addAll(pending.routes());
        routes.addAll(new StreamShortRoutes(registry).routes());
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Where rooms are followed without a command. */
    public List<LivePath> livePaths() {
        return source.paths();
    }
}
