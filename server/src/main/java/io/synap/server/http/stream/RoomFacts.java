package io.synap.server.http.stream;

import io.synap.engine.stream.Event;
import io.synap.engine.stream.Room;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.stream.EventIdText;
import org.jspecify.annotations.Nullable;

/**
 * What can be told about a room, as of one moment.
 *
 * @param bytes of its events, as the retention counts them
 * @param oldest when its oldest event was appended, milliseconds since 1970; null when there is none
 */
record RoomFacts(
        RoomLabel label,
        long length,
        long firstOffset,
        long nextOffset,
        String lastId,
        long bytes,
        long entriesAdded,
        long created,
        @Nullable Long oldest,
        Room.Config config) {

    /** Of a room whose shard is locked. */
    static RoomFacts of(Room room) {
        long first = room.firstEvent();
        return new RoomFacts(
                RoomLabel.of(room),
                room.length(),
                room.firstOffset(),
                room.nextOffset(),
                EventIdText.text(room.lastIdMillis(), room.lastIdNumber()),
                room.bytes(),
                room.entriesAdded(),
                room.created(),
                first == 0 ? null : Event.time(first),
                room.config());
    }

    /** As REST shows a room. */
    void write(ValueOutput out) {
        out.beginObject()
                .name("room")
                .text(label.name())
                .name("epoch")
                .number(label.epoch())
                .name("length")
                .number(length)
                .name("first_offset")
                .number(firstOffset)
                .name("next_offset")
                .number(nextOffset)
                .name("last_stream_id")
                .text(lastId)
                .name("bytes")
                .number(bytes)
                .name("entries_added")
                .number(entriesAdded)
                .name("created_at")
                .number(created)
                .name("oldest_event_at")
                .any(oldest);
        RoomSettings.write(out, config);
        out.endObject();
    }

    /**
     * As the published protocol shows a room. Its {@code total_consumed} is not kept.
     *
     * @param subscribers how many follow it live
     */
    void writeStats(ValueOutput out, int subscribers) {
        out.beginObject()
                .name("name")
                .text(label.name())
                .name("message_count")
                .number(length)
                .name("min_offset")
                .number(firstOffset)
                .name("max_offset")
                .number(Math.max(0, nextOffset - 1))
                .name("subscriber_count")
                .number(subscribers)
                .name("total_published")
                .number(nextOffset)
                .name("total_consumed")
                .nothing()
                .name("dropped")
                .number(nextOffset - length)
                .name("created_at")
                .number(created)
                .name("generation")
                .number(label.epoch())
                .endObject();
    }
}
