package io.synap.server.http.stream;

import io.synap.engine.Outcome;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.Closing;
import io.synap.server.http.stream.EventJson.Data;
import io.synap.server.stream.RoomAudience;

/**
 * The commands {@code stream.*} as the envelope and the short routes have them: with the shapes of the
 * published Synap protocol, and more beside them. Confined to one event loop.
 */
final class StreamCalls {
    private static final int LIMIT_DEFAULT = 100;

    private final RoomStore store;
    private final Publishing publishing;
    private final RoomSource source;
    private final RoomAudience audience;

    StreamCalls(RoomStore store, Publishing publishing, RoomSource source, RoomAudience audience) {
        this.store = store;
        this.publishing = publishing;
        this.source = source;
        this.audience = audience;
    }

    void register(CommandRegistry registry) {
        registry.add("stream.create", call -> create(call, Mode.CREATE))
                .add("stream.get_or_create", call -> create(call, Mode.EITHER))
                .add("stream.publish", this::publish)
                .add("stream.consume", this::consume)
                .add("stream.stats", this::stats)
                .add("stream.list", this::list)
                .add("stream.delete", this::delete)
                .add("stream.subscribe", call -> call.live().subscribe(call, source.natural()))
                .add("stream.unsubscribe", Closing::leave);
    }

    private void create(CommandCall call, Mode mode) {
        store.room(call);
        boolean created = store.configure(mode, RoomSettings.read(call.payload()));
        call.out()
                .beginObject()
                .name("success")
                .flag(true)
                .name("room")
                .text(roomName())
                .name("created")
                .flag(created)
                .endObject();
    }

    private String roomName() {
        return RoomLabel.text(store.room.toArray());
    }

    private void publish(CommandCall call) {
        store.room(call);
        Outcome outcome = publishing.one(call.payload(), true);
        RoomLabel label = new RoomLabel(roomName(), outcome.version());
        ValueOutput out = call.out().beginObject();
        publishing.ids(out, label, outcome, 0);
        out.name("room").text(label.name()).endObject();
    }

    private void consume(CommandCall call) {
        store.room(call);
        Parameters given = call.arguments();
        int limit = store.limit(given.has("limit") ? given.integer("limit") : LIMIT_DEFAULT);
        long from = given.has("from_offset") ? given.integer("from_offset") : 0;
        long wait = given.has("wait_ms") ? given.integer("wait_ms") : 0;
        new PageReading(
                        store,
                        new PageStart.Offset(from),
                        false,
                        limit,
                        Data.OCTETS,
                        StreamCalls::beginPage,
                        StreamCalls::endPage)
                .answer(wait, call.out(), call::defer, call::poll);
    }

    private static void beginPage(ValueOutput out) {
        out.beginObject().name("events").beginArray();
    }

    private static void endPage(ValueOutput out, long next, boolean more) {
        out.endArray().name("next_offset").number(next).endObject();
    }

    private void stats(CommandCall call) {
        store.room(call);
        store.with(RoomFacts::of).writeStats(call.out(), audience.count(Bytes.of(store.room.toArray())));
    }

    private void list(CommandCall call) {
        call.out().beginObject().name("rooms").beginArray();
        call.defer(new RoomList(
                store.access(),
                "",
                null,
                Integer.MAX_VALUE,
                (out, room) -> out.text(room.label().name()),
                (out, count, cursor) ->
                        out.endArray().name("count").number(count).endObject()));
    }

    private void delete(CommandCall call) {
        store.room(call);
        store.delete();
        call.out()
                .beginObject()
                .name("success")
                .flag(true)
                .name("deleted")
                .text(roomName())
                .endObject();
    }
}
