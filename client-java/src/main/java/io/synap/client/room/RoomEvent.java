package io.synap.client.room;

import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An event of a room. Immutable.
 *
 * @param room the room's name; of a topic's partition {@code TOPIC/PARTITION}
 * @param id the event's name in the world, {@code room:epoch:offset}
 * @param offset its place in the room
 * @param streamId its time and number, as XADD has them
 * @param type what kind of event it is
 * @param data empty if it has none, as what XADD brings may
 * @param timestamp when it was appended
 * @param metadata correlation_id, causation_id, request_id, user_id, source, version, aggregate_id, aggregate_type
 * @param fields what has no place of its own
 */
public record RoomEvent<T>(
        String room,
        String id,
        long offset,
        String streamId,
        Optional<String> type,
        Optional<String> key,
        Optional<T> data,
        Map<String, String> headers,
        Instant timestamp,
        Map<String, String> metadata,
        Map<String, String> fields) {
    /**
     * The data, of an event that has some.
     *
     * @throws NoSuchElementException if it has none
     */
    public T value() {
        return data.orElseThrow(() -> new NoSuchElementException("the event " + id + " has no data"));
    }

    public Optional<String> correlationId() {
        return Optional.ofNullable(metadata.get("correlation_id"));
    }

    /** The id of the event that caused it. */
    public Optional<String> causationId() {
        return Optional.ofNullable(metadata.get("causation_id"));
    }
}
