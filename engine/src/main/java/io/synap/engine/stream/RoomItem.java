package io.synap.engine.stream;

import io.synap.engine.image.ImageItems;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.OperationType;

/**
 * A room without its events, as images hold it. Its value, all i64 but the last: epoch, created, eventsMax,
 * bytesMax, ageMillisMax, compactedFrom, nextOffset, last id (two), greatest removed id (two), entriesAdded;
 * u8 compacted; i64 trimmedTo. Stateless.
 *
 * <p>Images of before rooms knew {@code trimmedTo} end without it. There all before the oldest event counts as trimmed: who
 * asks for it is told of a gap, though some of it may have been removed otherwise.
 */
final class RoomItem {
    private static final int BYTES = 13 * 8 + 1;
    /** While it is not known. */
    static final long UNKNOWN = -1;

    private RoomItem() {}

    static long bytes(Room room) {
        return ImageItems.itemBytes(0, room.name().length, BYTES);
    }

    static void write(Room room, ImageItems target) {
        byte[] name = room.name();
        long at = target.begin(0, OperationType.ROOM_ITEM, 0, name.length, 0, 0, 0);
        Memory.copy(name, 0, at, name.length);
        at += name.length;
        Memory.putLong(at, room.epoch);
        Memory.putLong(at + 8, room.created);
        Memory.putLong(at + 16, room.config.eventsMax());
        Memory.putLong(at + 24, room.config.bytesMax());
        Memory.putLong(at + 32, room.config.ageMillisMax());
        Memory.putLong(at + 40, room.compactedFrom);
        Memory.putLong(at + 48, room.nextOffset);
        Memory.putLong(at + 56, room.lastMillis);
        Memory.putLong(at + 64, room.lastNumber);
        Memory.putLong(at + 72, room.removedMillis);
        Memory.putLong(at + 80, room.removedNumber);
        Memory.putLong(at + 88, room.entriesAdded);
        Memory.putByte(at + 96, (byte) (room.config.compacted() ? 1 : 0));
        Memory.putLong(at + 97, room.trimmedTo);
        target.end(at + BYTES);
    }

    /** Makes a room what the item says. */
    static void read(Room room, BodyReader item) {
        room.epoch = item.getLong();
        room.created = item.getLong();
        long eventsMax = item.getLong();
        long bytesMax = item.getLong();
        long ageMillisMax = item.getLong();
        room.compactedFrom = item.getLong();
        room.nextOffset = item.getLong();
        room.lastMillis = item.getLong();
        room.lastNumber = item.getLong();
        room.removedMillis = item.getLong();
        room.removedNumber = item.getLong();
        room.entriesAdded = item.getLong();
        room.config = config(eventsMax, bytesMax, ageMillisMax, item.getByte() != 0);
        room.trimmedTo = item.hasMore() ? item.getLong() : UNKNOWN;
    }

    /** Settings, which rooms without any share. */
    static Room.Config config(long eventsMax, long bytesMax, long ageMillisMax, boolean compacted) {
        Room.Config config = new Room.Config(eventsMax, bytesMax, ageMillisMax, compacted);
        return config.equals(Room.Config.UNBOUNDED) ? Room.Config.UNBOUNDED : config;
    }
}
