package io.synap.engine.stream;

/**
 * How far a group is behind, counted as Redis 7 does: from how many events it has read of all that were ever added,
 * as long as no removed event is in between. Stateless.
 *
 * <p>Source: Redis 7.0, t_stream.c, streamEstimateDistanceFromFirstEverEntry, streamRangeHasTombstones and
 * streamReplyWithCGLag.
 */
final class GroupLag {
    static final long UNKNOWN = -1;

    private GroupLag() {}

    /** Events that are there and that the group has not been given; {@link #UNKNOWN} when that cannot be told. */
    static long lag(Room room, long lastMillis, long lastNumber, long entriesRead) {
        if (room.entriesAdded() == 0) {
            return 0;
        }
        if (entriesRead != UNKNOWN && !hasRemovedBehind(room, lastMillis, lastNumber)) {
            return room.entriesAdded() - entriesRead;
        }
        long read = entriesUpTo(room, lastMillis, lastNumber);
        return read == UNKNOWN ? UNKNOWN : room.entriesAdded() - read;
    }

    /** How many the group has read, now that it was given the event with this id. */
    static long read(Room room, long entriesRead, long millis, long number) {
        if (entriesRead != UNKNOWN && !hasRemovedBehind(room, millis, number)) {
            return entriesRead + 1;
        }
        return room.entriesAdded() == 0 ? entriesRead : entriesUpTo(room, millis, number);
    }

    /** Whether an event from this id on was removed by itself. */
    private static boolean hasRemovedBehind(Room room, long millis, long number) {
        if (room.length() == 0 || hasRemovedNone(room)) {
            return false;
        }
        if (Event.compareId(room.firstEvent(), room.removedIdMillis(), room.removedIdNumber()) > 0) {
            return false;
        }
        return compare(millis, number, room.removedIdMillis(), room.removedIdNumber()) <= 0;
    }

    /** How many of all that were ever added have an id up to this one; {@link #UNKNOWN} when that cannot be told. */
    private static long entriesUpTo(Room room, long millis, long number) {
        long added = room.entriesAdded();
        if (added == 0) {
            return 0;
        }
        int toLast = compare(millis, number, room.lastIdMillis(), room.lastIdNumber());
        if (toLast == 0 || (room.length() == 0 && toLast < 0)) {
            return added;
        }
        if (toLast > 0 || room.length() == 0) {
            return UNKNOWN;
        }
        long first = room.firstEvent();
        if (hasRemovedNone(room) || Event.compareId(first, room.removedIdMillis(), room.removedIdNumber()) > 0) {
            int toFirst = -Event.compareId(first, millis, number);
            if (toFirst < 0) {
                return added - room.length();
            }
            if (toFirst == 0) {
                return added - room.length() + 1;
            }
        }
        return UNKNOWN;
    }

    private static boolean hasRemovedNone(Room room) {
        return room.removedIdMillis() == 0 && room.removedIdNumber() == 0;
    }

    private static int compare(long millis, long number, long otherMillis, long otherNumber) {
        int byMillis = Long.compareUnsigned(millis, otherMillis);
        return byMillis != 0 ? byMillis : Long.compareUnsigned(number, otherNumber);
    }
}
