package io.synap.server.http.stream;

import io.synap.engine.stream.Group;
import io.synap.engine.stream.GroupConsumer;
import io.synap.engine.stream.GroupCounts;
import io.synap.engine.stream.RoomGroups;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.stream.EventIdText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** REST over a room's groups, in particular the shared ones. Confined to one event loop. */
final class GroupRoutes {
    static final String GROUPS = RoomRoutes.ROOM + "/groups";
    static final String GROUP = GROUPS + "/{group}";

    private static final String SHARED = "shared";
    private static final String EXCLUSIVE = "exclusive";
    private static final int LIMIT_DEFAULT = 100;
    private static final int SLICE_GROUPS = 64;
    /** Of a group of either kind. */
    private static final String FACTS = "group:string room:string type:string lag:integer cursor?:integer"
            + " last_stream_id?:string pending?:integer available?:integer delayed?:integer dead_letters?:integer"
            + " consumers?:array counts?:object settings?:object state?:string strategy?:string"
            + " session_timeout_ms?:integer generation?:integer member_count?:integer partition_count?:integer"
            + " committed_partitions?:integer last_rebalance_secs?:any created_at?:integer members?:array"
            + " partitions?:array";

    private final GroupStore store;

    GroupRoutes(GroupStore store) {
        this.store = store;
    }

    void register(CommandRegistry registry) {
        registry.add("stream.groups", this::list)
                .add("stream.group_create", this::put)
                .add("stream.group", this::get)
                .add("stream.group_delete", this::delete);
    }

    List<Route> routes() {
        return List.of(
                Route.get(GROUPS, CommandRegistry.shortRoute(this::list))
                        .command("stream.groups", "List a room's shared groups by name, page by page.")
                        .query("limit?:integer cursor?:string")
                        .answers("data:array metadata:object"),
                Route.put(GROUP, this::put)
                        .taking(Route.Body.JSON)
                        .command(
                                "stream.group_create",
                                "Make a group, shared or exclusive: 201; or change a shared one's settings: 200.")
                        .reads("type?:string from?:string " + GroupSettings.SHAPE
                                + " strategy?:string session_timeout_secs?:integer session_timeout_ms?:integer")
                        .answers(FACTS),
                Route.get(GROUP, this::get)
                        .command("stream.group", "A group's settings, position and figures.")
                        .answers(FACTS),
                Route.delete(GROUP, this::delete).command("stream.group_delete", "Remove a group: 204."));
    }

    private void list(CommandCall call) {
        store.rooms.room(call);
        Parameters query = call.arguments();
        int limit = store.rooms.limit(query.integer("limit", LIMIT_DEFAULT));
        String room = RoomLabel.text(store.room().toArray());
        String cursor = query.textOrNull("cursor");
        byte[] after = cursor == null || cursor.isEmpty() ? null : cursor.getBytes(StandardCharsets.UTF_8);
        List<Facts> found = new ArrayList<>();
        boolean more = true;
        while (more && found.size() < limit) {
            byte[] from = after;
            int most = Math.min(SLICE_GROUPS, limit - found.size());
            List<Facts> slice = store.commands()
                    .inspectAll(store.room().address(), store.room().length(), groups -> slice(groups, from, most));
            found.addAll(slice);
            more = slice.size() == most;
            after = slice.isEmpty() ? after : slice.getLast().name.getBytes(StandardCharsets.UTF_8);
        }
        ValueOutput out = call.out().beginObject().name("data").beginArray();
        found.forEach(each -> each.write(out, room));
        out.endArray().name("metadata").beginObject().name("limit").number(limit);
        out.name("cursor").any(more ? found.getLast().name : null).endObject().endObject();
    }

    private static List<Facts> slice(@Nullable RoomGroups groups, byte @Nullable [] after, int most) {
        List<Facts> slice = new ArrayList<>();
        if (groups != null) {
            for (Group each : groups.after(after)) {
                if (slice.size() == most) {
                    break;
                }
                slice.add(new Facts(each));
            }
        }
        return slice;
    }

    private void put(Exchange exchange) {
        store.names(exchange);
        Fields fields = exchange.fields();
        String type = fields.textOrNull("type");
        if (type != null && !type.equals(SHARED) && !type.equals(EXCLUSIVE)) {
            throw Fields.invalid("'type' must be shared or exclusive");
        }
        boolean present = store.exists();
        boolean exclusive = store.isExclusive();
        if (present ? EXCLUSIVE.equals(type) : exclusive && SHARED.equals(type)) {
            throw new SynapException(
                    ErrorCode.GROUP_EXISTS,
                    "the room has a group of that name, which is " + (present ? SHARED : EXCLUSIVE));
        }
        if (exclusive || EXCLUSIVE.equals(type)) {
            store.exclusive().put(exchange);
            return;
        }
        if (fields.has("strategy") || fields.has("session_timeout_ms") || fields.has("session_timeout_secs")) {
            throw Fields.invalid("'strategy' and 'session_timeout_ms' go with the type exclusive");
        }
        configure(fields, present);
        exchange.status(present ? 200 : 201);
        show(exchange.out());
    }

    /** A shared group; exclusive ones have commands of their own. */
    private void put(CommandCall call) {
        store.shared(call);
        configure(call.payload(), store.exists());
        show(call.out());
    }

    private void configure(Fields fields, boolean present) {
        store.room(128);
        if (present) {
            if (fields.has("from")) {
                throw Fields.invalid("'from' is for a new group");
            }
            Config config = GroupSettings.read(fields, store.with(Group::config));
            GroupStore.checked(store.commands()
                    .configure(
                            store.room().address(),
                            store.room().length(),
                            store.group.address(),
                            store.group.length(),
                            config));
        } else {
            create(fields);
        }
    }

    private void create(Fields fields) {
        int pendingMax = store.commands().limits().pendingMax();
        GroupStore.checked(store.commands()
                .create(
                        store.room().address(),
                        store.room().length(),
                        store.group.address(),
                        store.group.length(),
                        GroupSettings.read(fields, GroupSettings.usual(pendingMax)),
                        start(fields.textOrNull("from")),
                        -1,
                        false));
    }

    /** From the first event, from what comes next, from an offset, or from a stream id or a time on. */
    private Start start(@Nullable String from) {
        PageStart start = PageStart.parse(from, false);
        if (start.equals(PageStart.FIRST)) {
            return new Start.First();
        }
        if (start.equals(PageStart.LAST)) {
            return new Start.Last();
        }
        return new Start.At(store.rooms.with(start::forwards));
    }

    private void get(Exchange exchange) {
        store.names(exchange);
        if (store.isExclusive()) {
            store.exclusive().get(exchange);
            return;
        }
        show(exchange.out());
    }

    private void get(CommandCall call) {
        store.shared(call);
        show(call.out());
    }

    private void show(ValueOutput out) {
        Facts facts = store.with(Facts::new);
        facts.write(out, RoomLabel.text(store.room().toArray()));
    }

    private void delete(Exchange exchange) {
        store.names(exchange);
        if (store.isExclusive()) {
            store.exclusive().delete(exchange);
            return;
        }
        delete();
        exchange.status(204);
    }

    private void delete(CommandCall call) {
        store.shared(call);
        delete();
        call.out().beginObject().name("success").flag(true).endObject();
    }

    private void delete() {
        store.room(0);
        GroupStore.checked(store.commands()
                .delete(store.room().address(), store.room().length(), store.group.address(), store.group.length()));
    }

    /** What can be told about a group, as of one moment. */
    private static final class Facts {
        /** So many consumers are shown at most. */
        private static final int CONSUMERS_MAX = 1_000;

        private final String name;
        private final long cursor;
        private final String lastId;
        private final long lag;
        private final long pending;
        private final long available;
        private final long delayed;
        private final long dead;
        private final Config config;
        private final long[] counts;
        private final List<Object[]> consumers = new ArrayList<>();

        /** Of a group whose shard is locked. */
        Facts(Group group) {
            name = RoomLabel.text(group.name());
            cursor = group.cursor();
            lastId = EventIdText.text(group.lastIdMillis(), group.lastIdNumber());
            lag = group.consumerLag();
            pending = group.pendingCount();
            available = group.availableCount();
            delayed = group.delayedCount();
            dead = group.deadCount();
            config = group.config();
            GroupCounts all = group.counts();
            counts = new long[] {
                all.delivered(),
                all.redelivered(),
                all.acked(),
                all.nacked(),
                all.rejected(),
                all.expired(),
                all.died(),
                all.redriven(),
                all.dropped()
            };
            for (GroupConsumer each : group.consumers()) {
                if (consumers.size() == CONSUMERS_MAX) {
                    break;
                }
                consumers.add(new Object[] {RoomLabel.text(each.name()), each.pending(), each.seenMillis()});
            }
        }

        private static final String[] COUNTS = {
            "delivered", "redelivered", "acked", "nacked", "rejected", "expired", "dead_lettered", "redriven", "dropped"
        };

        void write(ValueOutput out, String room) {
            out.beginObject().name("group").text(name).name("room").text(room);
            out.name("type").text(SHARED).name("cursor").number(cursor);
            out.name("last_stream_id").text(lastId).name("lag").number(lag);
            out.name("pending").number(pending).name("available").number(available);
            out.name("delayed").number(delayed).name("dead_letters").number(dead);
            out.name("consumers").beginArray();
            for (Object[] each : consumers) {
                out.beginObject().name("name").any(each[0]);
                out.name("pending").any(each[1]).name("seen_at").any(each[2]).endObject();
            }
            out.endArray().name("counts").beginObject();
            for (int i = 0; i < counts.length; i++) {
                out.name(COUNTS[i]).number(counts[i]);
            }
            out.endObject().name("settings").beginObject();
            GroupSettings.write(out, config);
            out.endObject().endObject();
        }
    }
}
