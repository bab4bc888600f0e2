package io.synap.client.room;

import io.synap.client.wire.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A room as of one moment. Immutable.
 *
 * @param epoch which life of that name it is
 * @param length how many events it has
 * @param firstOffset of its oldest event
 * @param nextOffset that the next event will get
 * @param lastStreamId of its newest event, 0-0 when there never was one
 * @param bytes of its events, as the retention counts them
 * @param entriesAdded how many events it has had in all
 */
public record RoomInfo(
        String room,
        long epoch,
        long length,
        long firstOffset,
        long nextOffset,
        String lastStreamId,
        long bytes,
        long entriesAdded,
        Instant created,
        Optional<Instant> oldest,
        RoomSettings settings) {
    static RoomInfo read(Value value) {
        return new RoomInfo(
                value.get("room").text(),
                value.get("epoch").integer(),
                value.get("length").integer(),
                value.get("first_offset").integer(),
                value.get("next_offset").integer(),
                value.get("last_stream_id").text(),
                value.get("bytes").integer(),
                value.get("entries_added").integer(),
                Values.time(value.get("created_at")),
                Values.timeIfAny(value.get("oldest_event_at")),
                settings(value));
    }

    static RoomSettings settings(Value value) {
        Value retention = value.get("retention");
        return new RoomSettings(
                Optional.of(retention.get("count").integerIfAny().orElse(0)),
                Optional.of(retention.get("bytes").integerIfAny().orElse(0)),
                Optional.of(
                        Duration.ofMillis(retention.get("age_ms").integerIfAny().orElse(0))),
                Optional.of(value.get("compaction").text().equals("key")));
    }
}
