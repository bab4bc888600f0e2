package io.synap.client.queue;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Value;
import io.synap.protocol.operation.DeathReason;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A message as it lies in its queue, without its payload. Immutable.
 *
 * @param deliveryCount how often it was handed out since it was published, or last published anew
 * @param deliveriesTotal how often altogether
 * @param expiresAt until when it has to be received, if it has such a time
 * @param lastError what was said of its last delivery in vain
 * @param death of dead letters
 */
public record StoredMessage(
        long messageId,
        State state,
        int priority,
        long payloadBytes,
        int deliveryCount,
        long deliveriesTotal,
        Instant publishedAt,
        Optional<Instant> expiresAt,
        Optional<String> orderingKey,
        Map<String, String> headers,
        Optional<String> lastError,
        Optional<Death> death) {
    /** What may become of it next. */
    public enum State {
        READY,
        /** Its time has not come. */
        DELAYED,
        /** It is behind another of its ordering key. */
        WAITING,
        LEASED,
        DEAD
    }

    /**
     * Why and when a message became a dead letter.
     *
     * @param deaths how often; more than once if it was published anew
     */
    public record Death(DeathReason reason, long deaths, Instant first, Instant last) {}

    static StoredMessage of(Value listed) {
        return new StoredMessage(
                Long.parseLong(listed.get("message_id").text()),
                State.valueOf(listed.get("state").text().toUpperCase(Locale.ROOT)),
                (int) listed.get("priority").integer(),
                listed.get("payload_length").integer(),
                (int) listed.get("delivery_count").integer(),
                listed.get("deliveries_total").integer(),
                time(listed, "published_ms"),
                listed.get("expires_at_ms").isNull() ? Optional.empty() : Optional.of(time(listed, "expires_at_ms")),
                listed.get("ordering_key").textIfAny(),
                Received.texts(listed.get("headers")),
                listed.get("error").textIfAny(),
                listed.get("reason").textIfAny().map(reason -> death(reason, listed)));
    }

    private static Death death(String reason, Value listed) {
        DeathReason known = DeathReason.ofText(reason);
        if (known == null) {
            throw SynapClientException.of(
                    ClientFault.PROTOCOL_BROKEN, "a dead letter died of '" + reason + "', which is not known", null);
        }
        return new Death(
                known, listed.get("deaths").integer(), time(listed, "first_died_ms"), time(listed, "last_died_ms"));
    }

    static Instant time(Value of, String name) {
        return Instant.ofEpochMilli(of.get(name).integer());
    }
}
