package io.synap.server.topic;

import io.synap.engine.stream.Room;

/**
 * A partition's room as it was at one moment.
 *
 * @param firstOffset of the oldest event; the next one's when there is none
 * @param nextOffset of the next event to come
 */
public record PartitionState(
        long epoch, long firstOffset, long nextOffset, long events, long bytes, Room.Config config) {
    static PartitionState of(Room room) {
        return new PartitionState(
                room.epoch(), room.firstOffset(), room.nextOffset(), room.length(), room.bytes(), room.config());
    }

    /** How many offsets somebody is behind who reads on from there; from the first event if nowhere. */
    public long lag(long committed) {
        return Math.max(0, nextOffset - Math.max(committed, firstOffset));
    }
}
