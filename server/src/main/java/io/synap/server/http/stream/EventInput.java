package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.EventFields;
import io.synap.protocol.operation.StreamOperation.EventId;
import io.synap.server.http.Shape;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import io.synap.server.stream.EventIdText;
import io.synap.server.stream.StreamCommands;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads events out of JSON: {@code {event, data | data_base64, key?, headers?, stream_id?, correlation_id?, …,
 * metadata?: {correlation_id?, …}, fields?: {name: value}}}. Confined to one event loop.
 *
 * <p>A string is kept as its characters, any other JSON value as its compact text. In the published protocol
 * an array of numbers 0 to 255 stands for bytes.
 */
final class EventInput {
    /** The fields, as routes declare them. */
    static final String SHAPE = "event?:string data?:any data_base64?:string key?:string headers?:object"
            + " stream_id?:string correlation_id?:string causation_id?:string request_id?:string"
            + " user_id?:string source?:string version?:any aggregate_id?:string aggregate_type?:string"
            + " metadata?:object fields?:object";

    static final Shape KNOWN = Shape.of(SHAPE);

    private static final int[] METADATA = {
        EventFields.CORRELATION_ID,
        EventFields.CAUSATION_ID,
        EventFields.REQUEST_ID,
        EventFields.USER_ID,
        EventFields.SOURCE,
        EventFields.VERSION,
        EventFields.AGGREGATE_ID,
        EventFields.AGGREGATE_TYPE
    };

    private static final Set<String> METADATA_NAMES =
            Arrays.stream(METADATA).mapToObj(EventFields::name).collect(Collectors.toUnmodifiableSet());

    private static final int FIELDS_MAX = 1024;

    private final StreamCommands rooms;
    private final NativeText name = new NativeText();
    private final NativeText value = new NativeText();
    private final EventIdText id = new EventIdText();
    private int count;

    EventInput(StreamCommands rooms) {
        this.rooms = rooms;
    }

    /**
     * Adds an event to the append that was begun.
     *
     * @param published whether it comes by the published protocol: then an array of numbers 0 to 255 is bytes, and
     *     what is not known is passed over
     * @throws SynapException INVALID_ARGUMENT when it holds nothing, or not what it should
     */
    void add(Fields event, boolean published) {
        beginEvent(event);
        count = 0;
        put(EventFields.EVENT, event, event.has("event") ? "event" : "event_type");
        data(event, published);
        put(EventFields.KEY, event, "key");
        if (event.has("headers")) {
            JsonNode headers = event.any("headers");
            if (!headers.isObject()) {
                throw Fields.invalid("field 'headers' must be an object");
            }
            put(EventFields.HEADERS, headers);
        }
        metadata(event, published);
        others(event);
        if (count == 0) {
            throw Fields.invalid("the event holds nothing; field 'event' or 'data' is expected");
        }
    }

    private void beginEvent(Fields event) {
        String wanted = event.textOrNull("stream_id");
        if (wanted == null || wanted.equals("*")) {
            rooms.beginEvent();
            return;
        }
        NativeText text = value.set(wanted);
        if (!id.readNew(text.address(), text.length())) {
            throw new SynapException(ErrorCode.INVALID_EVENT_ID);
        }
        EventId.Kind kind = id.isOpen() ? EventId.Kind.PARTIAL : EventId.Kind.EXPLICIT;
        rooms.beginEvent(kind, id.millis(), id.sequence());
    }

    private void put(int code, Fields event, String field) {
        if (event.textIfPresent(field, value)) {
            put(code);
        }
    }

    private void put(int code, JsonNode content) {
        ValueJson.read(content, value);
        put(code);
    }

    private void put(int code) {
        rooms.field(code, value.address(), value.length());
        count++;
    }

    private void data(Fields event, boolean published) {
        String encoded = event.textOrNull("data_base64");
        JsonNode data = event.find("data");
        if (encoded != null && data != null) {
            throw Fields.invalid("'data' and 'data_base64' exclude each other");
        }
        if (encoded != null) {
            try {
                value.set(Base64.getDecoder().decode(encoded));
            } catch (IllegalArgumentException wrong) {
                throw Fields.invalid("field 'data_base64' is not base64");
            }
            put(EventFields.DATA);
        } else if (data != null && published && isOctets(data)) {
            byte[] bytes = new byte[data.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) data.get(i).intValue();
            }
            value.set(bytes);
            put(EventFields.DATA);
        } else if (data != null) {
            put(EventFields.DATA, data);
        }
    }

    private static boolean isOctets(JsonNode data) {
        if (!data.isArray()) {
            return false;
        }
        for (JsonNode each : data) {
            if (!each.isIntegralNumber() || !each.canConvertToInt() || each.intValue() < 0 || each.intValue() > 255) {
                return false;
            }
        }
        return true;
    }

    private void metadata(Fields event, boolean published) {
        Fields nested = Fields.of(event.find("metadata"));
        if (!published) {
            nested.only(METADATA_NAMES);
        }
        for (int code : METADATA) {
            String field = EventFields.name(code);
            Fields holder = nested.has(field) ? nested : event;
            if (!holder.has(field)) {
                continue;
            }
            JsonNode content = holder.any(field);
            if (content.isContainerNode()) {
                throw Fields.invalid("field '" + field + "' must be a string");
            }
            put(code, content);
        }
    }

    private void others(Fields event) {
        JsonNode others = event.find("fields");
        if (others == null || others.isNull()) {
            return;
        }
        if (!others.isObject() || others.size() > FIELDS_MAX) {
            throw Fields.invalid("field 'fields' must be an object of at most " + FIELDS_MAX + " fields");
        }
        for (Map.Entry<String, JsonNode> each : others.properties()) {
            name.set(each.getKey());
            ValueJson.read(each.getValue(), value);
            rooms.field(name.address(), name.length(), value.address(), value.length());
            count++;
        }
    }
}
