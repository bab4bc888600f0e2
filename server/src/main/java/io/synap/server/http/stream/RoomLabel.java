package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.nio.charset.StandardCharsets;

/**
 * A room in the life that it has, for ids of events, which are {@code room:epoch:offset}. A name that is no
 * UTF-8 is shown with replacements.
 */
record RoomLabel(String name, long epoch) {
    static RoomLabel of(Room room) {
        return new RoomLabel(text(room.name()), room.epoch());
    }

    /** A room's name as text. */
    static String text(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** The global id of an event. */
    String id(long offset) {
        return name + ':' + epoch + ':' + offset;
    }

    /** A global id taken apart; the room's name may hold colons. */
    record Place(String room, long epoch, long offset) {
        /**
         * Reads a global id.
         *
         * @throws SynapException INVALID_ARGUMENT when it is none
         */
        static Place parse(String id) {
            int second = id.lastIndexOf(':');
            int first = second < 0 ? -1 : id.lastIndexOf(':', second - 1);
            try {
                if (first >= 0) {
                    return new Place(
                            id.substring(0, first),
                            Long.parseLong(id, first + 1, second, 10),
                            Long.parseLong(id, second + 1, id.length(), 10));
                }
            } catch (NumberFormatException wrong) {
                // Said below.
            }
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "an event's id has the form room:epoch:offset");
        }
    }
}
