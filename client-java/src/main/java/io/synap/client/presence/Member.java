package io.synap.client.presence;

import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody in a room. Immutable.
 *
 * @param info what others see, a JSON document
 * @param connections how many of its connections are there
 */
public record Member(String id, Optional<String> info, int connections, Instant since) {
    static Member read(Value value) {
        return new Member(
                value.get("member").text(),
                value.get("info").textIfAny(),
                Math.toIntExact(value.get("connections").integer()),
                Instant.ofEpochMilli(value.get("since").integer()));
    }
}
