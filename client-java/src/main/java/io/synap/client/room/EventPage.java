package io.synap.client.room;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some events of a room. Immutable.
 *
 * @param nextOffset where to read on; empty at the end of reading backwards
 * @param more whether there was more then
 */
public record EventPage<T>(List<RoomEvent<T>> events, OptionalLong nextOffset, boolean more) {
    public EventPage {
        events = List.copyOf(events);
    }
}
