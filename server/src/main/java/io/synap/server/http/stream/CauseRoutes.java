package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
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

    void register(CommandRegistry registry) {
        registry.add("stream.correlated", this::correlated).add("stream.descendants", this::descendants);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/events", CommandRegistry.shortRoute(this::correlated))
                        .command("stream.correlated", "The events of all rooms with one correlation_id.")
                        .query("correlation_id:string limit?:integer cursor?:string")
                        .answers(PAGE),
                Route.get("/api/v1/events/{id}/descendants", CommandRegistry.shortRoute(this::descendants))
                        .command("stream.descendants", "What an event caused, what that caused, and so on.")
                        .query("limit?:integer cursor?:string")
                        .answers(PAGE));
    }

    private void correlated(CommandCall call) {
        Parameters query = call.arguments();
        String correlation = query.textOrNull("correlation_id");
        if (correlation == null) {
            throw Fields.invalid("'correlation_id' is missing");
        }
        causes.everywhere(call, correlation, query.textOrNull("cursor"), limit(query));
    }

    private int limit(Parameters query) {
        return store.limit(query.integer("limit", LIMIT_DEFAULT));
    }

    private void descendants(CommandCall call) {
        call.name(0, id, "id");
        String event = RoomLabel.text(id.toArray());
        RoomLabel.Place place = RoomLabel.Place.parse(event);
        store.room.set(place.room());
        store.with(room -> requireHad(room, place));
        Parameters query = call.arguments();
        Descendants all = new Descendants(store, event, query.textOrNull("cursor"), limit(query));
        call.out().beginObject().name("data").beginArray();
        if (!all.write(call.out())) {
            call.defer(all);
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
