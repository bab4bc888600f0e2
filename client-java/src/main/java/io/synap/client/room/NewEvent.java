package io.synap.client.room;

import io.synap.client.codec.Codec;
import io.synap.client.wire.Arguments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An event to be published. Immutable.
 *
 * {@snippet :
 * NewEvent<String> placed = NewEvent.of("{\"total\":12}")
 *         .type("placed")
 *         .key("order-7")
 *         .header("tenant", "eu")
 *         .correlationId("tx-1");
 * client.rooms().publish("orders", placed);
 * }
 */
public final class NewEvent<T> {
    private final T data;
    private final Map<String, String> members;
    private final Map<String, String> headers;
    private final Map<String, String> fields;

    private NewEvent(T data, Map<String, String> members, Map<String, String> headers, Map<String, String> fields) {
        this.data = data;
        this.members = members;
        this.headers = headers;
        this.fields = fields;
    }

    public static <T> NewEvent<T> of(T data) {
        return new NewEvent<>(Objects.requireNonNull(data, "data"), Map.of(), Map.of(), Map.of());
    }

    /** What kind of event it is. */
    public NewEvent<T> type(String type) {
        return member("event", "type", type);
    }

    /** What it is about: events of one key stay in order in a topic, and replace one another in a compacted room. */
    public NewEvent<T> key(String key) {
        return member("key", "key", key);
    }

    public NewEvent<T> header(String name, String value) {
        return new NewEvent<>(
                data,
                members,
                with(headers, Checks.named("name", name), Objects.requireNonNull(value, "value")),
                fields);
    }

    /** A field of a name of your own. */
    public NewEvent<T> field(String name, String value) {
        return new NewEvent<>(
                data,
                members,
                headers,
                with(fields, Checks.named("name", name), Objects.requireNonNull(value, "value")));
    }

    /** Which chain of events it belongs to. */
    public NewEvent<T> correlationId(String id) {
        return member("correlation_id", "correlationId", id);
    }

    /** The id of the event that caused it. */
    public NewEvent<T> causationId(String id) {
        return member("causation_id", "causationId", id);
    }

    /** Caused by that event, and of the same chain. */
    public NewEvent<T> causedBy(RoomEvent<?> cause) {
        NewEvent<T> caused = causationId(cause.id());
        return cause.correlationId().map(caused::correlationId).orElse(caused);
    }

    public NewEvent<T> requestId(String id) {
        return member("request_id", "requestId", id);
    }

    public NewEvent<T> userId(String id) {
        return member("user_id", "userId", id);
    }

    public NewEvent<T> source(String source) {
        return member("source", "source", source);
    }

    public NewEvent<T> version(String version) {
        return member("version", "version", version);
    }

    /** What the event has happened to. */
    public NewEvent<T> aggregate(String type, String id) {
        return member("aggregate_type", "type", type).member("aggregate_id", "id", id);
    }

    private NewEvent<T> member(String name, String argument, String value) {
        return new NewEvent<>(data, with(members, name, Objects.requireNonNull(value, argument)), headers, fields);
    }

    private static Map<String, String> with(Map<String, String> before, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(before);
        all.put(name, value);
        return all;
    }

    Arguments addTo(Arguments arguments, Codec<T> codec) {
        arguments.bytes("data", codec.encode(data));
        members.forEach(arguments::text);
        if (!headers.isEmpty()) {
            arguments.textMap("headers", headers);
        }
        if (!fields.isEmpty()) {
            arguments.textMap("fields", fields);
        }
        return arguments;
    }
}
