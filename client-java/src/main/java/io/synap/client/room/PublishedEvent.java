package io.synap.client.room;

import io.synap.client.wire.Value;

/**
 * Where an event went. Immutable.
 *
 * @param id {@code room:epoch:offset}
 */
public record PublishedEvent(String room, String id, String streamId, long offset) {
    static PublishedEvent read(String room, Value value) {
        return new PublishedEvent(
                room,
                value.get("id").text(),
                value.get("stream_id").text(),
                value.get("offset").integer());
    }
}
