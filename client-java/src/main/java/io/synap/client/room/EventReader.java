package io.synap.client.room;

import io.synap.client.codec.Codec;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes events of what the server tells. Immutable and thread-safe. */
final class EventReader<T> {
    private final Codec<T> codec;

    EventReader(Codec<T> codec) {
        this.codec = codec;
    }

    RoomEvent<T> read(Value value) {
        Map<String, Value> members = value.members();
        return read(name -> members.getOrDefault(name, Value.nothing()));
    }

    RoomEvent<T> read(WireEvent event) {
        return read(event::get);
    }

    private RoomEvent<T> read(Function<String, Value> members) {
        String id = members.apply("id").text();
        return new RoomEvent<>(
                members.apply("room").text(),
                id,
                members.apply("offset").integer(),
                members.apply("stream_id").text(),
                members.apply("event").textIfAny(),
                members.apply("key").textIfAny(),
                data(id, members),
                texts(members.apply("headers")),
                Values.time(members.apply("timestamp")),
                texts(members.apply("metadata")),
                fields(members.apply("fields")));
    }

    private Optional<T> data(String id, Function<String, Value> members) {
        Value data = members.apply("data");
        Value encoded = members.apply("data_base64");
        if (data.isNull() && encoded.isNull()) {
            return Optional.empty();
        }
        byte[] bytes = encoded.isNull() ? data.bytes() : Base64.getDecoder().decode(encoded.text());
        try {
            return Optional.of(codec.decode(bytes));
        } catch (RuntimeException unreadable) {
            throw SynapClientException.of(
                    ClientFault.CODEC_FAILED, "the event " + id + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static Map<String, String> texts(Value object) {
        if (object.isNull()) {
            return Map.of();
        }
        if (object instanceof Value.Text(var something)) {
            // Whoever wrote it wrote something else there.
            return Map.of("", something);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object.members().forEach((name, value) -> value.textIfAny().ifPresent(text -> texts.put(name, text)));
        return Map.copyOf(texts);
    }

    private static Map<String, String> fields(Value list) {
        if (list.isNull()) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Value each : list.elements()) {
            String name = each.get("name").textIfAny().orElse("");
            each.get("value").textIfAny().ifPresent(text -> fields.putIfAbsent(name, text));
        }
        return Map.copyOf(fields);
    }
}
