package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.QueryString;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import java.util.List;

/** REST over chains of causes, across rooms. Confined to one event loop. */
final class CauseRoutes {
    private static final int LIMIT_DEFAULT = 100;
    private static final String PAGE = "data:array metadata:object";

    private final RoomStore store;
    private final CauseSearch causes;
    private final NativeText id = new NativeText();

    CauseRoutes(RoomStore store, CauseSearch causes) {
        this.store = store;
        this.causes = causes;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/events", this::correlated)
                        .command("stream.correlated", "The events of all rooms with one correlation_id.")
                        .query("correlation_id:string limit?:integer cursor?:string")
                        .answers(PAGE),
                Route.get("/api/v1/events/{id}/descendants", this::descendants)
                        .command("stream.descendants", "What an event caused, what that caused, and so on.")
                        .query("limit?:integer cursor?:string")
                        .answers(PAGE));
    }

    private void correlated(Exchange exchange) {
        QueryString query = exchange.query();
        String correlation = query.textOrNull("correlation_id");
        if (correlation == null) {
            throw Fields.invalid("query parameter 'correlation_id' is missing");
        }
        causes.everywhere(exchange, correlation, query.textOrNull("cursor"), limit(query));
    }

    private int limit(QueryString query) {
        return store.limit(query.integer("limit", LIMIT_DEFAULT));
    }

    private void descendants(Exchange exchange) {
        exchange.path(0, id);
        String event = RoomLabel.text(id.toArray());
        RoomLabel.Place place = RoomLabel.Place.parse(event);
        store.room.set(place.room());
        store.with(room -> requireHad(room, place));
        QueryString query = exchange.query();
        Descendants all = new Descendants(store, event, query.textOrNull("cursor"), limit(query));
        exchange.out().beginObject().name("data").beginArray();
        if (!all.write(exchange.out())) {
            exchange.defer(all);
        }
    }

    /** The event may be gone, but it must have been there. */
    private static boolean requireHad(Room room, RoomLabel.Place place) {
        if (room.epoch() != place.epoch() || place.offset() < 0 || place.offset() >= room.nextOffset()) {
            throw new SynapException(ErrorCode.EVENT_NOT_FOUND);
        }
        return true;
    }
}
