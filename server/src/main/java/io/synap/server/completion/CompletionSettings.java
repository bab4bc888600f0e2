package io.synap.server.completion;

import io.synap.engine.stream.Room;
import io.synap.protocol.operation.StreamOperation.Settings;

/**
 * What the rooms hold that tell how operations ended.
 *
 * @param eventsMax events of one room
 * @param ageMillis how long an event stays
 * @param idleMillis how long a room stays after its last event is gone
 */
public record CompletionSettings(int eventsMax, long ageMillis, long idleMillis) {
    /** Events that wait to be written. */
    static final int WAITING_MAX = 1_024;
    /** Redrives that are followed at once. */
    static final int REDRIVES_MAX = 1_000;

    /** As rooms are made with them. */
    public Settings ofRooms() {
        return new Settings((long) eventsMax, null, ageMillis, null);
    }

    /** Whether a room has been made with them. */
    boolean areOf(Room room) {
        return room.config().equals(new Room.Config(eventsMax, 0, ageMillis, false));
    }
}
