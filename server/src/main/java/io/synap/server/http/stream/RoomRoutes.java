package io.synap.server.http.stream;

import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.stream.EventIdText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * REST over rooms, {@code /api/v1/streams} and {@code /api/v1/streams/{room}}, and the commands that do the same. Confined to one event
 * loop.
 */
final class RoomRoutes {
    static final String ROOM = "/api/v1/streams/{room}";

    private static final int LIMIT_DEFAULT = 100;
    private static final String FACTS = "room:string epoch:integer length:integer first_offset:integer"
            + " next_offset:integer last_stream_id:string bytes:integer entries_added:integer created_at:integer"
            + " oldest_event_at:any retention:object compaction:string";

    private final RoomStore store;

    RoomRoutes(RoomStore store) {
        this.store = store;
    }

    void register(CommandRegistry registry) {
        registry.add("stream.rooms", this::list).add("stream.info", this::get).add("stream.xtrim", this::trim);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/streams", CommandRegistry.shortRoute(this::list))
                        .command("stream.list", "List rooms, page by page.")
                        .query("prefix?:string limit?:integer cursor?:string")
                        .answers("data:array metadata:object"),
                Route.put(ROOM, this::put)
                        .taking(Route.Body.JSON)
                        .command("stream.get_or_create", "Make a room: 201; or change its settings: 200.")
                        .reads(RoomSettings.SHAPE)
                        .answers(FACTS),
                Route.get(ROOM, CommandRegistry.shortRoute(this::get))
                        .command("stream.stats", "A room's settings and figures.")
                        .answers(FACTS),
                Route.delete(ROOM, this::delete)
                        .command("stream.delete", "Remove a room with its events: 204, or 404 when there is none."),
                Route.post(ROOM + "/trim", CommandRegistry.shortRoute(this::trim))
                        .command("stream.xtrim", "Remove the oldest events, by one of five bounds.")
                        .reads("count?:integer bytes?:integer before_offset?:integer before_stream_id?:string"
                                + " before_ms?:integer approximate?:boolean limit?:integer")
                        .answers("removed:integer"));
    }

    private void list(CommandCall call) {
        Parameters given = call.arguments();
        int limit = store.limit(given.integer("limit", LIMIT_DEFAULT));
        String prefix = given.textOrNull("prefix");
        RoomList rooms = new RoomList(
                store.access(),
                prefix == null ? "" : prefix,
                given.textOrNull("cursor"),
                limit,
                (out, room) -> room.write(out),
                (out, count, cursor) -> endList(out, limit, cursor));
        ValueOutput out = call.out().beginObject().name("data").beginArray();
        if (!rooms.write(out)) {
            call.defer(rooms);
        }
    }

    private static void endList(ValueOutput out, int limit, @Nullable String cursor) {
        out.endArray().name("metadata").beginObject();
        out.name("limit").number(limit).name("cursor").any(cursor);
        out.endObject().endObject();
    }

    private void put(Exchange exchange) {
        store.room(exchange);
        boolean created = store.configure(Mode.EITHER, RoomSettings.read(exchange.fields()));
        exchange.status(created ? 201 : 200);
        store.with(RoomFacts::of).write(exchange.out());
    }

    private void get(CommandCall call) {
        store.room(call);
        store.with(RoomFacts::of).write(call.out());
    }

    private void delete(Exchange exchange) {
        store.room(exchange);
        store.delete();
        exchange.status(204);
    }

    private void trim(CommandCall call) {
        store.room(call);
        Fields fields = call.payload();
        long limit = fields.integer("limit", 0);
        boolean approximate = fields.flag("approximate");
        Trim trim = bound(fields, approximate, limit);
        long removed = store.trim(trim);
        call.out().beginObject().name("removed").number(removed).endObject();
    }

    private static Trim bound(Fields fields, boolean approximate, long limit) {
        Trim found = Trim.NONE;
        for (Bound each : Bound.values()) {
            if (!fields.has(each.field)) {
                continue;
            }
            if (found.by() != Trim.By.NOTHING) {
                throw Fields.invalid("only one bound can be given");
            }
            found = each.read(fields, approximate, limit);
        }
        if (found.by() == Trim.By.NOTHING) {
            throw Fields.invalid("one of count, bytes, before_offset, before_stream_id and before_ms is missing");
        }
        if (limit < 0 || (limit > 0 && !approximate)) {
            throw Fields.invalid("field 'limit' goes with approximate, and must not be negative");
        }
        return found;
    }

    /** What a trim may be bounded by. */
    private enum Bound {
        COUNT("count", Trim.By.LENGTH),
        BYTES("bytes", Trim.By.BYTES),
        OFFSET("before_offset", Trim.By.OFFSET),
        ID("before_stream_id", Trim.By.ID),
        TIME("before_ms", Trim.By.TIME);

        private final String field;
        private final Trim.By by;

        Bound(String field, Trim.By by) {
            this.field = field;
            this.by = by;
        }

        Trim read(Fields fields, boolean approximate, long limit) {
            if (this == ID) {
                EventIdText id = new EventIdText();
                NativeText text = new NativeText().set(fields.text(field));
                if (!id.read(text.address(), text.length(), 0)) {
                    throw Fields.invalid("field '" + field + "' is no stream id");
                }
                return new Trim(by, approximate, id.millis(), id.sequence(), limit);
            }
            long bound = fields.integer(field);
            if (bound < 0) {
                throw Fields.invalid("field '" + field + "' must not be negative");
            }
            return new Trim(by, approximate, bound, 0, limit);
        }
    }
}
