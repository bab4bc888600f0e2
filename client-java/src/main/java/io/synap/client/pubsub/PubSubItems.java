package io.synap.client.pubsub;

import io.synap.client.codec.Codec;
import io.synap.client.live.ItemReader;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes items of what a subscription tells. Confined to its feed. */
final class PubSubItems<T> implements ItemReader<PubSubItem<T>> {
    private final Codec<T> codec;
    private boolean opened;

    PubSubItems(Codec<T> codec) {
        this.codec = codec;
    }

    @Override
    public Optional<PubSubItem<T>> item(WireEvent event) {
        return switch (event.type()) {
            case "message" -> Optional.of(message(event));
            case "gap" -> Optional.of(new PubSubItem.Gap<>(event.get("dropped").integer()));
            default -> Optional.empty();
        };
    }

    private PubSubItem<T> message(WireEvent event) {
        Map<String, String> metadata = new LinkedHashMap<>();
        event.get("metadata").members().forEach((name, value) -> metadata.put(name, value.text()));
        return new PubSubItem.Message<>(
                event.get("topic").text(),
                event.get("message_id").text(),
                codec.decode(event.get("payload").bytes()),
                Map.copyOf(metadata),
                Instant.ofEpochMilli(event.get("timestamp").integer()));
    }

    @Override
    public Optional<PubSubItem<T>> opened(Value description) {
        boolean again = opened;
        opened = true;
        return again ? Optional.of(new PubSubItem.Reconnected<>()) : Optional.empty();
    }
}
