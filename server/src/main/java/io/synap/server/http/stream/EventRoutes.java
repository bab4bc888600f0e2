package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Outcome;
import io.synap.engine.stream.Event;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.QueryString;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
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
    private final NativeText offset = new NativeText();

    EventRoutes(RoomStore store, Publishing publishing, CauseSearch causes) {
        this.store = store;
        this.publishing = publishing;
        this.causes = causes;
    }

    List<Route> routes() {
        return List.of(
                Route.post(EVENTS, this::publish)
                        .command("stream.publish", "Append an event, or all of several or none.")
                        .reads(EventInput.SHAPE + " events?:array")
                        .answers("id?:string stream_id?:string offset?:integer room:string events?:array"),
                Route.get(EVENTS, this::read)
                        .command("stream.consume", "Read events, and wait for them if there are none.")
                        .query("from?:string limit?:integer wait_ms?:integer reverse?:boolean"
                                + " correlation_id?:string cursor?:string")
                        .answers("data:array metadata:object"),
                Route.get(EVENT, this::get).command("stream.get", "One event.").answers(SHAPE),
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
        exchange.status(201);
    }

    private void read(Exchange exchange) {
        store.room(exchange);
        QueryString query = exchange.query();
        int limit = store.limit(query.integer("limit", LIMIT_DEFAULT));
        String correlation = query.textOrNull("correlation_id");
        if (correlation != null) {
            refuse(query, "with correlation_id", "from", "wait_ms", "reverse");
            causes.inRoom(exchange, correlation, query.textOrNull("cursor"), limit);
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
                .answer(wait, exchange.out(), exchange::defer, exchange::poll);
    }

    private static void refuse(QueryString query, String why, String... names) {
        for (String name : names) {
            if (query.has(name)) {
                throw Fields.invalid("query parameter '" + name + "' cannot be given " + why);
            }
        }
    }

    private static void endPage(ValueOutput out, int limit, boolean back, long next, boolean more) {
        out.endArray().name("metadata").beginObject().name("limit").number(limit);
        out.name("next_offset").any(back && !more ? null : next);
        out.name("more").flag(more).endObject().endObject();
    }

    /** The offset that the path names. */
    private long offset(Exchange exchange) {
        exchange.path(1, offset);
        try {
            return Long.parseLong(RoomLabel.text(offset.toArray()));
        } catch (NumberFormatException wrong) {
            throw Fields.invalid("an event's offset is an integer of 64 bits");
        }
    }

    private void get(Exchange exchange) {
        store.room(exchange);
        long wanted = offset(exchange);
        RoomLabel label = store.readOne(wanted);
        store.json().write(exchange.out(), label, store.batch(), 0, Data.NATURAL);
        store.batch().clear();
    }

    private void delete(Exchange exchange) {
        store.room(exchange);
        long wanted = offset(exchange);
        store.room(32);
        long[] id = store.with(room -> idOf(room, wanted));
        store.commands()
                .beginRemove(store.room.address(), store.room.length(), 1)
                .removing(id[0], id[1]);
        Outcome outcome = RoomStore.checked(store.commands().remove());
        if (outcome.number() == 0) {
            throw new SynapException(ErrorCode.EVENT_NOT_FOUND);
        }
        exchange.status(204);
    }

    private static long[] idOf(Room room, long offset) {
        long event = room.event(offset);
        if (event == 0) {
            throw new SynapException(ErrorCode.EVENT_NOT_FOUND);
        }
        return new long[] {Event.idMillis(event), Event.idNumber(event)};
    }
}
