package io.synap.server.http.topic;

import io.synap.engine.topic.GroupState;
import io.synap.protocol.operation.Bytes;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.RouteHandler;
import io.synap.server.http.command.CommandHandler;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.ValueOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** REST over exclusive groups: {@code /api/v1/consumer-groups}. Confined to one event loop. */
final class GroupRoutes {
    private static final String GROUPS = "/api/v1/consumer-groups";
    private static final String GROUP = GROUPS + "/{group}";
    private static final String MEMBERS = GROUP + "/members";
    private static final String MEMBER = MEMBERS + "/{member}";
    private static final String OFFSETS = GROUP + "/offsets";

    private final TopicStore store;
    private final GroupCalls calls;

    GroupRoutes(TopicStore store, GroupCalls calls) {
        this.store = store;
        this.calls = calls;
    }

    List<Route> routes() {
        return List.of(
                Route.get(GROUPS, this::list)
                        .command("group.list", "Exclusive groups by name, in pages.")
                        .query("limit?:integer cursor?:string")
                        .answers("data:array metadata:object"),
                Route.post(GROUP, answering(201, calls::create))
                        .command("group.create", "Make a group that reads a topic or a room: 201.")
                        .reads(TopicShortRoutes.CREATE)
                        .answers(TopicShortRoutes.CREATED),
                Route.get(GROUP, answering(200, calls::stats))
                        .command("group.stats", "A group, its members, its offsets and its lag.")
                        .answers(TopicShortRoutes.GROUP_STATS),
                Route.delete(GROUP, gone(calls::delete))
                        .command("group.delete", "Remove a group with its offsets: 204, or 404."),
                Route.post(MEMBERS, answering(201, calls::join))
                        .command(
                                "group.join",
                                "Become a member: 201 with the assignment. A known member_id joins again.")
                        .reads(TopicShortRoutes.JOIN)
                        .answers(TopicShortRoutes.ASSIGNMENT),
                Route.get(MEMBER, answering(200, calls::assignment))
                        .command("group.assignment", "A member's partitions in the present generation.")
                        .answers(TopicShortRoutes.ASSIGNMENT),
                Route.delete(MEMBER, gone(calls::leave)).command("group.leave", "Leave a group: 204, or 404."),
                Route.post(MEMBER + "/heartbeat", answering(200, calls::heartbeat))
                        .command("group.heartbeat", "Keep a member's session; says which generation it is.")
                        .reads(TopicShortRoutes.HEARTBEAT)
                        .answers(TopicShortRoutes.HEART_BEATS),
                Route.get(OFFSETS, answering(200, calls::offsets))
                        .command("group.offsets", "What was committed of each partition, and the lag.")
                        .answers("group_id:string generation:integer offsets:array"),
                Route.get(OFFSETS + "/{partition}", answering(200, calls::offset))
                        .command("group.offset", "What was committed of a partition, and the lag.")
                        .answers(TopicShortRoutes.OFFSET),
                Route.post(OFFSETS + "/commit", answering(200, calls::commit))
                        .command("group.commit", "Commit offsets as a member of a generation; 409 from an older one.")
                        .reads(TopicShortRoutes.COMMIT)
                        .answers(TopicShortRoutes.COMMITTED),
                Route.post(OFFSETS + "/reset", answering(200, calls::reset))
                        .command(
                                "group.reset",
                                "Set offsets whoever owns the partitions, which begins a new generation.")
                        .reads("partition_id?:integer offset?:integer offsets?:array to?:string")
                        .answers("success:boolean group_id:string generation:integer offsets:array"));
    }

    private static RouteHandler answering(int status, CommandHandler handler) {
        RouteHandler route = CommandRegistry.shortRoute(handler);
        return exchange -> {
            route.handle(exchange);
            exchange.status(status);
        };
    }

    private static RouteHandler gone(CommandHandler handler) {
        RouteHandler route = CommandRegistry.shortRoute(handler);
        return exchange -> {
            route.handle(exchange);
            exchange.out().clear();
            exchange.status(204);
        };
    }

    private void list(Exchange exchange) {
        int limit = store.limit(exchange.query());
        List<Bytes> names = store.commands().groups().names(TopicStore.cursor(exchange.query()), limit);
        ValueOutput out = exchange.out().beginObject().name("data").beginArray();
        for (Bytes name : names) {
            GroupState group = store.commands().groups().find(name);
            if (group != null) {
                GroupJson.line(out, group);
            }
        }
        out.endArray();
        metadata(out, limit, TopicStore.cursorBehind(names, limit));
    }

    /** Ends a page. */
    static void metadata(ValueOutput out, int limit, @Nullable String cursor) {
        out.name("metadata").beginObject().name("limit").number(limit);
        out.name("cursor").any(cursor).endObject().endObject();
    }
}
