package io.synap.server.http.stream;

import io.synap.engine.stream.FieldCursor;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EventFields;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.json.Utf8;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.stream.EventBatch;
import io.synap.server.stream.EventIdText;

/**
 * Writes events as JSON. Confined to one event loop.
 *
 * <pre>
 * {id: "room:epoch:offset", stream_id: "ms-seq", offset, room, event, key?, data, headers?, timestamp,
 *  metadata: {correlation_id?, causation_id?, …}, fields?: [{name, value}, …]}
 * </pre>
 *
 * {@code fields} are those that have no place of their own, or come once more. What is no text is given as
 * base64, under its name with {@code _base64} behind it.
 */
final class EventJson {
    /** How the payload is shown. */
    enum Data {
        /** JSON as it was given, anything else as a string. */
        NATURAL,
        /** An array of numbers 0 to 255, as the published protocol has it. */
        OCTETS
    }

    private static final int SHOWN_APART =
            bit(EventFields.EVENT) | bit(EventFields.DATA) | bit(EventFields.KEY) | bit(EventFields.HEADERS);

    private final FieldCursor cursor = new FieldCursor();
    private long fields;
    private int fieldsLength;

    /** Writes one event of a batch. */
    void write(ValueOutput out, RoomLabel room, EventBatch batch, int index, Data form) {
        out.beginObject();
        members(out, room, batch, index, form);
        out.endObject();
    }

    /** Writes the members of an event, for an object that has further ones. */
    void members(ValueOutput out, RoomLabel room, EventBatch batch, int index, Data form) {
        fields = batch.fields(index);
        fieldsLength = batch.fieldsLength(index);
        out.name("id").text(room.id(batch.offset(index)));
        out.name("stream_id").text(EventIdText.text(batch.millis(index), batch.sequence(index)));
        out.name("offset").number(batch.offset(index));
        out.name("room").text(room.name());
        if (seek(EventFields.EVENT)) {
            member(out, "event");
        } else {
            out.name("event").nothing();
        }
        if (seek(EventFields.KEY)) {
            member(out, "key");
        }
        data(out, seek(EventFields.DATA), form);
        if (seek(EventFields.HEADERS)) {
            headers(out);
        }
        out.name("timestamp").number(batch.time(index));
        metadata(out);
        others(out);
    }

    /** Writes a field of the event that was written last under another name; null when it has none. */
    void again(ValueOutput out, int code, String as) {
        if (seek(code)) {
            member(out, as);
        } else {
            out.name(as).nothing();
        }
    }

    private FieldCursor begin() {
        return cursor.of(fields, fieldsLength);
    }

    private boolean seek(int code) {
        return begin().seek(code);
    }

    private void data(ValueOutput out, boolean present, Data form) {
        if (form == Data.OCTETS) {
            out.name("data").beginArray();
            if (present) {
                out.octets(cursor.valueAddress(), cursor.valueLength());
            }
            out.endArray();
        } else if (!present) {
            out.name("data").nothing();
        } else {
            long value = cursor.valueAddress();
            int length = cursor.valueLength();
            if (Utf8.isValid(value, length)) {
                out.name("data");
                ValueJson.natural(out, value, length);
            } else {
                ValueJson.namedBytes(out, "data").bytes(value, length);
            }
        }
    }

    /** A JSON object, unless somebody wrote something else there. */
    private void headers(ValueOutput out) {
        long value = cursor.valueAddress();
        int length = cursor.valueLength();
        boolean object = length > 1 && Memory.getByte(value) == '{';
        if (object && JsonInput.isDocument(Memory.toArray(value, length))) {
            out.name("headers").verbatim(value, length);
        } else {
            member(out, "headers");
        }
    }

    private void metadata(ValueOutput out) {
        out.name("metadata").beginObject();
        var _ = begin();
        int seen = SHOWN_APART;
        while (cursor.next()) {
            int code = cursor.code();
            if (code != 0 && (seen & bit(code)) == 0) {
                seen |= bit(code);
                member(out, EventFields.name(code));
            }
        }
        out.endObject();
    }

    /** What has no place of its own. */
    private void others(ValueOutput out) {
        var _ = begin();
        int seen = 0;
        boolean any = false;
        while (cursor.next()) {
            int code = cursor.code();
            if (code != 0 && (seen & bit(code)) == 0) {
                seen |= bit(code);
                continue;
            }
            if (!any) {
                out.name("fields").beginArray();
                any = true;
            }
            out.beginObject();
            ValueJson.named(out, "name", cursor.nameAddress(), cursor.nameLength());
            member(out, "value");
            out.endObject();
        }
        if (any) {
            out.endArray();
        }
    }

    /** The value that the cursor is at, under a name. */
    private void member(ValueOutput out, String as) {
        ValueJson.named(out, as, cursor.valueAddress(), cursor.valueLength());
    }

    private static int bit(int code) {
        return 1 << code;
    }
}
