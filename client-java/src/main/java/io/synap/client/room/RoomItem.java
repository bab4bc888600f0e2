package io.synap.client.room;

import java.util.Optional;

/** What is told to those who follow a room. Immutable. */
public sealed interface RoomItem<T> {
    String room();

    /**
     * An event: each once, in the order of offsets.
     *
     * @param cursor leads on behind it, see {@link From#cursor}
     */
    record Event<T>(RoomEvent<T> event, String cursor) implements RoomItem<T> {
        @Override
        public String room() {
            return event.room();
        }
    }

    /** Retention or a trim removed events before they were taken: these offsets, both included. */
    record Gap<T>(String room, long from, long to, String cursor) implements RoomItem<T> {}

    /**
     * What followed the cursor is gone, or the room is another by now: what follows begins with the oldest event that
     * there is, at this offset. Take the state anew.
     */
    record NotRecovered<T>(String room, long epoch, long offset) implements RoomItem<T> {}

    /** Somebody is here now, told with {@link FollowOptions#presence}. */
    record Joined<T>(String room, String member, Optional<String> info, long members) implements RoomItem<T> {}

    /** Somebody is gone, told with {@link FollowOptions#presence}. */
    record Left<T>(String room, String member, Optional<String> info, long members) implements RoomItem<T> {}

    /** Others came or went without being told: ask who is here. */
    record PresencePassedOver<T>(String room, long members) implements RoomItem<T> {}

    /** The room was removed; the subscription fails with ROOM_NOT_FOUND. */
    record Deleted<T>(String room) implements RoomItem<T> {}
}
