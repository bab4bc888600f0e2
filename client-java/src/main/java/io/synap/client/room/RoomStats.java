package io.synap.client.room;

import io.synap.client.wire.Value;
import java.time.Instant;

/**
 * A room's figures. Immutable.
 *
 * @param events how many it has
 * @param subscribers how many follow it live
 * @param published how many it has had
 * @param dropped how many of these are gone
 */
public record RoomStats(
        String room,
        long events,
        long firstOffset,
        long lastOffset,
        int subscribers,
        long published,
        long dropped,
        Instant created) {
    static RoomStats read(Value value) {
        return new RoomStats(
                value.get("name").text(),
                value.get("message_count").integer(),
                value.get("min_offset").integer(),
                value.get("max_offset").integer(),
                Math.toIntExact(value.get("subscriber_count").integer()),
                value.get("total_published").integer(),
                value.get("dropped").integer(),
                Values.time(value.get("created_at")));
    }
}
