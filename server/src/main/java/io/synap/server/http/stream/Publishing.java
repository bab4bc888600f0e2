package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.stream.Event;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.stream.EventIdText;
import java.util.Arrays;

/** Appends events that came as JSON to a room that is there. Confined to one event loop. */
final class Publishing {
    private final RoomStore store;
    private final EventInput input;
    private final ValueSink note = this::note;
    private long[] millis = new long[16];
    private long[] sequences = new long[16];
    private int count;

    Publishing(RoomStore store, EventInput input) {
        this.store = store;
        this.input = input;
    }

    /** Appends one event, as the published protocol has it or not; returns its offset. */
    Outcome one(Fields event, boolean published) {
        store.commands().beginAppend(store.room.address(), store.room.length(), false);
        input.add(event, published);
        return append(1);
    }

    /** Appends all, or none of them. */
    Outcome several(JsonNode events) {
        store.commands().beginAppend(store.room.address(), store.room.length(), false);
        for (JsonNode event : events) {
            Fields fields = Fields.of(event);
            EventInput.KNOWN.check(fields);
            input.add(fields, false);
        }
        return append(events.size());
    }

    private Outcome append(int events) {
        store.room(store.commands().gatheredBytes());
        if (events > millis.length) {
            millis = new long[events];
            sequences = new long[events];
        }
        count = 0;
        return RoomStore.checked(store.commands().append(note));
    }

    private void note(long event) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
            sequences = Arrays.copyOf(sequences, 2 * count);
        }
        millis[count] = Event.idMillis(event);
        sequences[count++] = Event.idNumber(event);
    }

    /** Writes the ids of an appended event as members of an object. */
    void ids(ValueOutput out, RoomLabel room, Outcome outcome, int index) {
        long offset = outcome.itemNumber(index);
        out.name("id").text(room.id(offset));
        out.name("stream_id").text(EventIdText.text(millis[index], sequences[index]));
        out.name("offset").number(offset);
    }
}
