package io.synap.server.http.topic;

import io.synap.engine.topic.GroupState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.RouteHandler;
import io.synap.server.http.command.CommandHandler;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.stream.ExclusiveRoomGroups;
import io.synap.server.topic.ExclusiveGroups;
import java.util.List;
import java.util.Set;

/**
 * REST over the exclusive groups of a room, under {@code /api/v1/streams/{room}/groups/{group}}: the same groups
 * as under {@code /api/v1/consumer-groups}, whose names are unique in the server. Confined to one event loop.
 */
final class RoomGroupRoutes implements ExclusiveRoomGroups {
    private static final String GROUP = "/api/v1/streams/{room}/groups/{group}";
    private static final String MEMBERS = GROUP + "/members";
    private static final String MEMBER = MEMBERS + "/{member}";
    private static final String OFFSETS = GROUP + "/offsets";
    /** What a path names before the group. */
    private static final int FIRST = 1;

    private static final Set<String> FIELDS = Set.of("type", "strategy", "session_timeout_ms", "session_timeout_secs");

    private final TopicStore store;
    private final ExclusiveGroups groups;
    private final GroupCalls calls;
    private final NativeText text = new NativeText();

    RoomGroupRoutes(TopicStore store, GroupCalls calls) {
        this.store = store;
        this.groups = store.commands().groups();
        this.calls = calls;
    }

    List<Route> routes() {
        return List.of(
                Route.post(MEMBERS, answering(201, calls::join))
                        .command("group.join", "Become a member of a room's exclusive group: 201 with the assignment.")
                        .reads(TopicShortRoutes.JOIN)
                        .answers(TopicShortRoutes.ASSIGNMENT),
                Route.get(MEMBER, answering(200, calls::assignment))
                        .command("group.assignment", "Whether a member owns the room in the present generation.")
                        .answers(TopicShortRoutes.ASSIGNMENT),
                Route.delete(MEMBER, gone(calls::leave))
                        .command("group.leave", "Leave a room's exclusive group: 204, or 404."),
                Route.post(MEMBER + "/heartbeat", answering(200, calls::heartbeat))
                        .command("group.heartbeat", "Keep a member's session; says which generation it is.")
                        .reads(TopicShortRoutes.HEARTBEAT)
                        .answers(TopicShortRoutes.HEART_BEATS),
                Route.get(OFFSETS, answering(200, calls::offsets))
                        .command("group.offsets", "What an exclusive group committed of the room, and the lag.")
                        .answers("group_id:string generation:integer offsets:array"),
                Route.post(OFFSETS + "/commit", answering(200, calls::commit))
                        .command("group.commit", "Commit an offset as a member of a generation; 409 from an older one.")
                        .reads(TopicShortRoutes.COMMIT)
                        .answers(TopicShortRoutes.COMMITTED),
                Route.post(OFFSETS + "/reset", answering(200, calls::reset))
                        .command("group.reset", "Set the offset whoever owns the room, which begins a new generation.")
                        .reads("partition_id?:integer offset?:integer offsets?:array to?:string")
                        .answers("success:boolean group_id:string generation:integer offsets:array"));
    }

    private RouteHandler answering(int status, CommandHandler handler) {
        RouteHandler route = CommandRegistry.shortRoute(handler, FIRST);
        return exchange -> {
            var _ = group(exchange);
            route.handle(exchange);
            exchange.status(status);
        };
    }

    private RouteHandler gone(CommandHandler handler) {
        RouteHandler route = answering(204, handler);
        return exchange -> {
            route.handle(exchange);
            exchange.out().clear();
        };
    }

    @Override
    public boolean has(NativeText room, NativeText group) {
        GroupState state = groups.find(Bytes.of(group.toArray()));
        return state != null && reads(state, Bytes.of(room.toArray()));
    }

    private static boolean reads(GroupState group, Bytes room) {
        return group.source() == Source.ROOM && group.sourceName().equals(room);
    }

    @Override
    public void put(Exchange exchange) {
        Fields fields = exchange.fields().only(FIELDS);
        Bytes room = name(exchange, 0);
        exchange.path(FIRST, text);
        Bytes name = TopicStore.utf8(text, "group");
        GroupState present = groups.find(name);
        if (present == null) {
            store.room(0);
            groups.create(name, Source.ROOM, room, 0, GroupCalls.strategy(fields), GroupCalls.sessionMillis(fields));
            exchange.status(201);
        } else {
            requireAlike(present, room, fields);
        }
        show(exchange, groups.get(name));
    }

    private static void requireAlike(GroupState present, Bytes room, Fields fields) {
        if (!reads(present, room)) {
            throw new SynapException(
                    ErrorCode.GROUP_EXISTS,
                    "an exclusive group of that name reads something else; their names are unique in the server");
        }
        long session = present.sessionTimeoutMillis();
        boolean alike = !fields.has("strategy") || GroupCalls.strategy(fields) == present.strategy();
        if (!alike || TopicStore.millis(fields, "session_timeout", session) != session) {
            throw new SynapException(
                    ErrorCode.GROUP_EXISTS, "the group was made with other settings, which do not change");
        }
    }

    @Override
    public void get(Exchange exchange) {
        show(exchange, group(exchange));
    }

    private void show(Exchange exchange, GroupState group) {
        GroupJson.ofRoom(
                exchange.out(), group, groups, store.commands().access().now());
    }

    @Override
    public void delete(Exchange exchange) {
        Bytes name = group(exchange).name();
        store.room(0);
        groups.delete(name);
        exchange.status(204);
    }

    /** The exclusive group that a path names, if it is one of the room that the path names. */
    private GroupState group(Exchange exchange) {
        Bytes room = name(exchange, 0);
        GroupState group = groups.find(name(exchange, FIRST));
        if (group == null || !reads(group, room)) {
            throw new SynapException(ErrorCode.GROUP_NOT_FOUND, "the room has no exclusive group of that name");
        }
        return group;
    }

    private Bytes name(Exchange exchange, int place) {
        exchange.path(place, text);
        return Bytes.of(text.toArray());
    }
}
