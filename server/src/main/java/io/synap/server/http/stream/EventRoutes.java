package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Outcome;
import io.synap.engine.stream.Event;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.stream.EventJson.Data;
import java.util.List;

/** REST over a room's events. Confined to one event loop. */
final class EventRoutes {
    private static final String EVENTS = RoomRoutes.ROOM + "/events";
    private static final String EVENT = EVENTS + "/{offset}";
    private static final int LIMIT_DEFAULT = 100;

    /** An event, as routes declare it. */
    static final String SHAPE = "id:string stream_id:string offset:integer room:string event:any data?:any"
            + " key?:string headers?:object timestamp:integer metadata:object fields?:array";

    private final RoomStore store;
    private final Publishing publishing;
    private final CauseSearch causes;

    EventRoutes(RoomStore store, Publishing publishing, CauseSearch causes) {
        this.store = store;
        this.publishing = publishing;
        this.causes = causes;
    }

    void register(CommandRegistry registry) {
        registry.add("stream.mpublish", this::publishSeveral)
                .add("stream.read", this::read)
                .add("stream.get", this::get)
                .add("stream.xdel", this::remove);
    }

    List<Route> routes() {
        return List.of(
                Route.post(EVENTS, this::publish)
                        .command("stream.publish", "Append an event, or all of several or none.")
                        .reads(EventInput.SHAPE + " events?:array")
                        .answers("id?:string stream_id?:string offset?:integer room:string events?:array"),
                Route.get(EVENTS, CommandRegistry.shortRoute(this::read))
                        .command("stream.consume", "Read events, and wait for them if there are none.")
                        .query("from?:string limit?:integer wait_ms?:integer reverse?:boolean"
                                + " correlation_id?:string cursor?:string")
                        .answers("data:array metadata:object"),
                Route.get(EVENT, CommandRegistry.shortRoute(this::get))
                        .command("stream.get", "One event.")
                        .answers(SHAPE),
                Route.delete(EVENT, this::delete)
                        .command("stream.xdel", "Remove one event: 204, or 404 when there is none."));
    }

    private void publish(Exchange exchange) {
        store.room(exchange);
        Fields fields = exchange.fields();
        ValueOutput out = exchange.out();
        String room = RoomLabel.text(store.room.toArray());
        if (!fields.has("events")) {
            Outcome outcome = publishing.one(fields, false);
            out.beginObject();
            publishing.ids(out, new RoomLabel(room, outcome.version()), outcome, 0);
            out.name("room").text(room).endObject();
            exchange.status(201);
            return;
        }
        publishSeveral(fields, room, out);
        exchange.status(201);
    }

    private void publishSeveral(CommandCall call) {
        store.room(call);
        publishSeveral(call.payload(), RoomLabel.text(store.room.toArray()), call.out());
    }

    private void publishSeveral(Fields fields, String room, ValueOutput out) {
        JsonNode events = fields.array("events", store.batchMax());
        if (events.isEmpty()) {
            throw Fields.invalid("field 'events' is empty");
        }
        Outcome outcome = publishing.several(events);
        out.beginObject().name("room").text(room).name("events").beginArray();
        for (int i = 0; i < events.size(); i++) {
            out.beginObject();
            publishing.ids(out, new RoomLabel(room, outcome.version()), outcome, i);
            out.endObject();
        }
        out.endArray().endObject();
    }

    private void read(CommandCall call) {
        store.room(call);
        Parameters query = call.arguments();
        int limit = store.limit(query.integer("limit", LIMIT_DEFAULT));
        String correlation = query.textOrNull("correlation_id");
        if (correlation != null) {
            refuse(query, "with correlation_id", "from", "wait_ms", "reverse");
            causes.inRoom(call, correlation, query.textOrNull("cursor"), limit);
            return;
        }
        refuse(query, "without correlation_id", "cursor");
        boolean back = query.flag("reverse");
        long wait = query.integer("wait_ms", 0);
        if (wait < 0) {
            throw Fields.invalid("'wait_ms' is negative");
        }
        if (back && wait > 0) {
            throw Fields.invalid("'reverse' and 'wait_ms' exclude each other");
        }
        new PageReading(
                        store,
                        PageStart.parse(query.textOrNull("from"), back),
                        back,
                        limit,
                        Data.NATURAL,
                        out -> out.beginObject().name("data").beginArray(),
                        (out, next, more) -> endPage(out, limit, back, next, more))
                .answer(wait, call.out(), call::defer, call::poll);
    }

    private static void refuse(Parameters query, String why, String... names) {
        for (String name : names) {
            if (query.has(name)) {
                throw Fields.invalid("'" + name + "' cannot be given " + why);
            }
        }
    }

    private static void endPage(ValueOutput out, int limit, boolean back, long next, boolean more) {
        out.endArray().name("metadata").beginObject().name("limit").number(limit);
        out.name("next_offset").any(back && !more ? null : next);
        out.name("more").flag(more).endObject().endObject();
    }

    private void get(CommandCall call) {
        store.room(call);
        long wanted = call.number(1, "offset");
        RoomLabel label = store.readOne(wanted);
        store.json().write(call.out(), label, store.batch(), 0, Data.NATURAL);
        store.batch().clear();
    }

    private void delete(Exchange exchange) {
        CommandRegistry.shortRoute(this::remove).handle(exchange);
        exchange.out().clear();
        exchange.status(204);
    }

    private void remove(CommandCall call) {
        store.room(call);
        long wanted = call.number(1, "offset");
        store.room(32);
        long[] id = store.with(room -> idOf(room, wanted));
        store.commands()
                .beginRemove(store.room.address(), store.room.length(), 1)
                .removing(id[0], id[1]);
        Outcome outcome = RoomStore.checked(store.commands().remove());
        if (outcome.number() == 0) {
            throw new SynapException(ErrorCode.EVENT_NOT_FOUND);
        }
        call.out().beginObject().name("success").flag(true).endObject();
    }

    private static long[] idOf(Room room, long offset) {
        long event = room.event(offset);
        if (event == 0) {
            throw new SynapException(ErrorCode.EVENT_NOT_FOUND);
        }
        return new long[] {Event.idMillis(event), Event.idNumber(event)};
    }
}
