package io.synap.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of event-stream rooms. The operation's key is the room's name; the bodies are:
 *
 * <pre>
 * ROOM_CONFIGURE  u8 mode (Mode), u8 which settings follow (bit 0 to 3),
 *                 i64 eventsMax, i64 bytesMax, i64 ageMillisMax, u8 compacted; what is not given is 0
 * ROOM_DELETE     nothing
 * ROOM_APPEND     u8 whether a missing room is created, trim, i32 how many events, events:
 *                 u8 id (EventId.Kind); EXPLICIT: i64 millis, i64 number; PARTIAL: i64 millis;
 *                 i32 how many fields, bytes: the fields, see {@link EventFields}
 * ROOM_TRIM       trim
 * ROOM_REMOVE     i32 how many, ids: i64 millis, i64 number
 * ROOM_SET_ID     i64 millis, i64 number, i64 entriesAdded (-1: as it is), i64 and i64 the greatest removed
 *                 id (0-0: as it is)
 * trim            u8 by (Trim.By; NOTHING ends it), u8 approximate, i64 bound, i64 number of the
 *                 bound when it is an id, i64 events removed at most (0: any)
 * </pre>
 */
public sealed interface StreamOperation extends Operation {
    /** The room's name. */
    Bytes room();

    /** What ROOM_CONFIGURE may do. */
    enum Mode {
        /** Refused with ROOM_EXISTS when there is one. */
        CREATE(0),
        /** Refused with ROOM_NOT_FOUND when there is none. */
        UPDATE(1),
        EITHER(2);

        private final int code;

        Mode(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        public static Mode of(int code) {
            return switch (code) {
                case 0 -> CREATE;
                case 1 -> UPDATE;
                case 2 -> EITHER;
                default -> throw new IllegalStateException("a room is configured in unknown mode " + code);
            };
        }
    }

    /** Settings of a room; null leaves them as they are, or unbounded in a new room. 0 is unbounded. */
    record Settings(
            @Nullable Long eventsMax,
            @Nullable Long bytesMax,
            @Nullable Long ageMillisMax,
            @Nullable Boolean compacted) {}

    /** An id that is asked for: two unsigned numbers. */
    record EventId(Kind kind, long millis, long number) {
        public enum Kind {
            AUTOMATIC(0),
            EXPLICIT(1),
            /** The milliseconds are given, the number is the next. */
            PARTIAL(2);

            private final int code;

            Kind(int code) {
                this.code = code;
            }

            public int code() {
                return code;
            }

            public static Kind of(int code) {
                return switch (code) {
                    case 0 -> AUTOMATIC;
                    case 1 -> EXPLICIT;
                    case 2 -> PARTIAL;
                    default -> throw new IllegalStateException("an id is of unknown kind " + code);
                };
            }
        }
    }

    /** Name and value of an event's field. */
    record Field(Bytes name, Bytes value) {}

    record NewEvent(EventId id, List<Field> fields) {}

    /**
     * Which of the oldest events go.
     *
     * @param approximate only whole chunks go
     * @param bound see {@link By}
     * @param number the second part of the bound when it is an id
     * @param limit how many go at most; 0 for any
     */
    record Trim(By by, boolean approximate, long bound, long number, long limit) {
        public static final Trim NONE = new Trim(By.NOTHING, false, 0, 0, 0);

        public enum By {
            NOTHING(0),
            /** So many stay. */
            LENGTH(1),
            /** Those with a lesser id go. */
            ID(2),
            /** Those with a lesser offset go. */
            OFFSET(3),
            /** Events of so many bytes stay. */
            BYTES(4),
            /** Those appended before that time go, milliseconds since 1970. */
            TIME(5);

            private final int code;

            By(int code) {
                this.code = code;
            }

            public int code() {
                return code;
            }

            public static By of(int code) {
                return switch (code) {
                    case 0 -> NOTHING;
                    case 1 -> LENGTH;
                    case 2 -> ID;
                    case 3 -> OFFSET;
                    case 4 -> BYTES;
                    case 5 -> TIME;
                    default -> throw new IllegalStateException("a room is trimmed by unknown measure " + code);
                };
            }
        }
    }

    record Configure(Bytes room, Mode mode, Settings settings) implements StreamOperation {}

    record Delete(Bytes room) implements StreamOperation {}

    record Append(Bytes room, boolean create, Trim trim, List<NewEvent> events) implements StreamOperation {}

    record TrimRoom(Bytes room, Trim trim) implements StreamOperation {}

    /** Removes single events, by explicit ids. */
    record Remove(Bytes room, List<EventId> ids) implements StreamOperation {}

    /** Sets the last id; entriesAdded -1 and a greatest removed id of 0-0 leave those as they are. */
    record SetId(Bytes room, long millis, long number, long entriesAdded, long removedMillis, long removedNumber)
            implements StreamOperation {}
}
