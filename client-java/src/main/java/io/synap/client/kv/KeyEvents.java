package io.synap.client.kv;

import io.synap.client.codec.Codec;
import io.synap.client.live.ItemReader;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a watch tells. Stateless. */
final class KeyEvents<V> implements ItemReader<KeyEvent<V>> {
    private static final System.Logger LOG = System.getLogger(KeyEvents.class.getName());

    private final Codec<V> codec;

    KeyEvents(Codec<V> codec) {
        this.codec = codec;
    }

    @Override
    public Optional<KeyEvent<V>> opened(Value description) {
        Value recovered = description.get("recovered");
        return recovered.isNull() || recovered.flag()
                ? Optional.empty()
                : Optional.of(new KeyEvent.Missed<>(description.get("cursor").textIfAny()));
    }

    @Override
    public Optional<KeyEvent<V>> item(WireEvent event) {
        return switch (event.type()) {
            case "change" -> Optional.of(change(event));
            case "gap" -> Optional.of(new KeyEvent.Missed<>(event.cursor()));
            default -> Optional.empty();
        };
    }

    private KeyEvent<V> change(WireEvent event) {
        KeyEvent.About about = new KeyEvent.About(
                event.get("event").text(),
                event.get("version").integer(),
                Instant.ofEpochMilli(event.get("timestamp").integer()),
                event.cursor());
        Optional<String> named = event.get("key").textIfAny();
        if (named.isEmpty()) {
            return new KeyEvent.Flushed<>(about);
        }
        String key = named.get();
        if (present(event, "superseded")) {
            return new KeyEvent.Unseen<>(key, KeyEvent.Unseen.Why.SUPERSEDED, about);
        }
        if (present(event, "truncated")) {
            return new KeyEvent.Unseen<>(key, KeyEvent.Unseen.Why.TOO_LARGE, about);
        }
        Value value = event.get("value");
        if (value.isNull()) {
            return new KeyEvent.Removed<>(key, event.get("to").textIfAny(), about);
        }
        return written(event, key, value.bytes(), about);
    }

    private KeyEvent<V> written(WireEvent event, String key, byte[] value, KeyEvent.About about) {
        try {
            OptionalLong deadline = event.get("expires_at").integerIfAny();
            Optional<Instant> expiresAt =
                    deadline.isPresent() ? Optional.of(Instant.ofEpochMilli(deadline.getAsLong())) : Optional.empty();
            return new KeyEvent.Written<>(key, codec.decode(value), expiresAt, about);
        } catch (RuntimeException unreadable) {
            // One value of another kind must not end the watch on all others.
            LOG.log(System.Logger.Level.DEBUG, "the value of " + key + " cannot be read", unreadable);
            return new KeyEvent.Unseen<>(key, KeyEvent.Unseen.Why.UNREADABLE, about);
        }
    }

    private static boolean present(WireEvent event, String name) {
        return !event.get(name).isNull();
    }
}
