package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * From where a subscriber wants a room's events. Immutable; rooms are asked under their shard's lock.
 *
 * @param seen the last event that it has seen; null when it does not go on from anywhere
 */
record SubscribeStart(@Nullable RoomCursor seen, @Nullable PageStart start) {
    /**
     * Where it begins.
     *
     * @param recovered whether nothing is missing that was asked for
     */
    record Place(RoomLabel label, long offset, boolean recovered) {}

    /**
     * Reads {@code cursor}, or {@code epoch} and {@code offset}, or {@code from}, or {@code time} in milliseconds or by ISO 8601;
     * without any, from the next event on.
     *
     * @param from the name of the argument {@code from}
     */
    static SubscribeStart read(Parameters given, String from) {
        String cursor = text(given, "cursor");
        if (cursor != null) {
            return new SubscribeStart(RoomCursor.parse(cursor), null);
        }
        if (given.has("epoch")) {
            return new SubscribeStart(RoomCursor.parse(given.integer("epoch") + "-" + given.integer("offset")), null);
        }
        String time = text(given, "time");
        if (time != null) {
            return new SubscribeStart(null, time(time));
        }
        String text = text(given, from);
        if (text == null || text.equals("next")) {
            return new SubscribeStart(null, null);
        }
        return new SubscribeStart(null, PageStart.parse(text, false));
    }

    private static PageStart time(String text) {
        try {
            return new PageStart.Time(Long.parseLong(text));
        } catch (NumberFormatException noNumber) {
            return PageStart.parse(text, false);
        }
    }

    /** A text, or a number as text. */
    private static @Nullable String text(Parameters given, String name) {
        if (!given.has(name)) {
            return null;
        }
        String text = given instanceof Fields fields ? fields.any(name).asText() : given.textOrNull(name);
        return text == null || text.isEmpty() ? null : text;
    }

    Place in(Room room) {
        RoomLabel label = RoomLabel.of(room);
        long first = Math.max(room.trimmedTo(), 0);
        if (seen != null) {
            boolean same = seen.epoch() == room.epoch()
                    && seen.offset() + 1 >= first
                    && seen.offset() + 1 <= room.nextOffset();
            return new Place(label, same ? seen.offset() + 1 : room.firstOffset(), same);
        }
        if (start == null) {
            return new Place(label, room.nextOffset(), true);
        }
        long offset = start.forwards(room);
        return offset >= first ? new Place(label, offset, true) : new Place(label, room.firstOffset(), false);
    }
}
