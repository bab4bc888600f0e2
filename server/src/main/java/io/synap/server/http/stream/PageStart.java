package io.synap.server.http.stream;

import io.synap.engine.stream.Event;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.Fields;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page of a room's events begins. Immutable; rooms are asked under their shard's lock. */
interface PageStart {
    /** As parameters say it. */
    String FORMS = "first, last, an offset, a stream id or a time";

    /** The first event to be read forwards, or where it would be. */
    long forwards(Room room);

    /** The first event to be read backwards, or where it would be. */
    long backwards(Room room);

    /** The oldest event. */
    PageStart FIRST = new PageStart() {
        @Override
        public long forwards(Room room) {
            return room.firstOffset();
        }

        @Override
        public long backwards(Room room) {
            return room.firstOffset();
        }
    };

    /** The newest event. */
    PageStart LAST = new PageStart() {
        @Override
        public long forwards(Room room) {
            long last = room.lastEvent();
            return last == 0 ? room.nextOffset() : Event.offset(last);
        }

        @Override
        public long backwards(Room room) {
            return room.nextOffset() - 1;
        }
    };

    /** An offset, which no room reaches that has not come so far: OFFSET_OUT_OF_RANGE. */
    record Offset(long offset) implements PageStart {
        @Override
        public long forwards(Room room) {
            if (offset < 0 || offset > room.nextOffset()) {
                throw new SynapException(
                        ErrorCode.OFFSET_OUT_OF_RANGE,
                        "offset " + offset + " is out of range: the next one is " + room.nextOffset());
            }
            return offset;
        }

        @Override
        public long backwards(Room room) {
            return forwards(room);
        }
    }

    /** A stream id; forwards from the first that is not below, backwards from the last that is not above. */
    record Id(long millis, long sequence) implements PageStart {
        @Override
        public long forwards(Room room) {
            long offset = room.ceilingOfId(millis, sequence);
            return offset < 0 ? room.nextOffset() : offset;
        }

        @Override
        public long backwards(Room room) {
            return room.floorOfId(millis, sequence);
        }
    }

    /** A time, in milliseconds since 1970: from the first event at it or later, or from the last at it or earlier. */
    record Time(long millis) implements PageStart {
        @Override
        public long forwards(Room room) {
            long offset = room.ceilingOfTime(millis);
            return offset < 0 ? room.nextOffset() : offset;
        }

        @Override
        public long backwards(Room room) {
            long later = room.ceilingOfTime(millis + 1);
            return later < 0 ? room.nextOffset() - 1 : later - 1;
        }
    }

    /**
     * Reads a start.
     *
     * @param text null for the usual one: the first, or backwards the last
     * @throws SynapException INVALID_ARGUMENT
     */
    static PageStart parse(@Nullable String text, boolean back) {
        if (text == null || text.isEmpty()) {
            return back ? LAST : FIRST;
        }
        if (text.equals("first")) {
            return FIRST;
        }
        if (text.equals("last")) {
            return LAST;
        }
        try {
            Matcher id = Patterns.ID.matcher(text);
            if (id.matches()) {
                return new Id(Long.parseUnsignedLong(id.group(1)), Long.parseUnsignedLong(id.group(2)));
            }
            if (Patterns.NUMBER.matcher(text).matches()) {
                return new Offset(Long.parseLong(text));
            }
            return new Time(Instant.parse(text).toEpochMilli());
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException wrong) {
            throw Fields.invalid("'" + Fields.shorten(text) + "' is none of " + FORMS);
        }
    }

    /** How starts are told apart. */
    final class Patterns {
        private static final Pattern ID = Pattern.compile("(\\d+)-(\\d+)");
        private static final Pattern NUMBER = Pattern.compile("-?\\d+");

        private Patterns() {}
    }
}
