package io.synap.engine.stream;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.LargeValues;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.EventFields;
import io.synap.protocol.operation.StreamOperation.Mode;
import org.jspecify.annotations.Nullable;

/** Executes the operations on rooms. Confined to its shard's lock. */
final class RoomWriter {
    /** An event's place among the shard's appends is the operation's sequence and its place within. */
    private static final int PLACE_BITS = 16;

    /** So many events are appended at most as one. */
    static final int EVENTS_PER_APPEND_MAX = (1 << PLACE_BITS) - 1;

    private final StreamSpace space;
    private final Chunks chunks;
    private final ImageUnits units;
    private final Retention retention;
    private final CauseIndex causes;
    private final BodyReader body = new BodyReader();
    private final NextId nextId = new NextId();
    private final FieldCursor cursor = new FieldCursor();

    RoomWriter(StreamSpace space, Chunks chunks, Retention retention, CauseIndex causes) {
        this.space = space;
        this.chunks = chunks;
        this.units = chunks.units;
        this.retention = retention;
        this.causes = causes;
    }

    void configure(long operation, long sequence, long now, Outcome outcome) {
        Room room = find(operation);
        body.of(operation);
        Mode mode = Mode.of(body.getByte());
        if (room != null && mode == Mode.CREATE) {
            outcome.rejected(ErrorCode.ROOM_EXISTS, room.epoch);
            return;
        }
        if (room == null && mode == Mode.UPDATE) {
            outcome.rejected(ErrorCode.ROOM_NOT_FOUND, 0);
            return;
        }
        Room.Config config = configOf(room == null ? Room.Config.UNBOUNDED : room.config);
        outcome.number(room == null ? 1 : 0);
        if (room == null) {
            room = create(operation, sequence, now);
        } else if (config.equals(room.config)) {
            return;
        }
        units.beforeChange(room);
        if (config.compacted() != room.config.compacted()) {
            space.compact(room, config.compacted());
        }
        room.config = config;
        var _ = retention.retain(room);
        retention.schedule(room);
        chunks.bury();
        outcome.applied(room.epoch);
    }

    private Room.Config configOf(Room.Config before) {
        int given = body.getByte();
        long eventsMax = body.getLong();
        long bytesMax = body.getLong();
        long ageMillisMax = body.getLong();
        boolean compacted = body.getByte() != 0;
        return RoomItem.config(
                (given & 1) != 0 ? eventsMax : before.eventsMax(),
                (given & 2) != 0 ? bytesMax : before.bytesMax(),
                (given & 4) != 0 ? ageMillisMax : before.ageMillisMax(),
                (given & 8) != 0 ? compacted : before.compacted());
    }

    private @Nullable Room find(long operation) {
        return space.find(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
    }

    Room create(long operation, long sequence, long now) {
        byte[] name = Memory.toArray(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
        Room room = space.addRoom(name);
        room.epoch = sequence;
        room.created = now;
        return room;
    }

    void delete(long operation, Outcome outcome) {
        Room room = find(operation);
        if (room == null) {
            outcome.rejected(ErrorCode.ROOM_NOT_FOUND, 0);
            return;
        }
        retention.unschedule(room);
        space.removeRoom(room);
        chunks.bury();
        // Who waits for one of its groups is to learn that it is gone.
        space.ready(room);
        outcome.applied(0);
        outcome.number(1);
    }

    void append(long operation, long sequence, long now, Outcome outcome, ValueSink sink) {
        Room room = find(operation);
        body.of(operation);
        boolean create = body.getByte() != 0;
        if (room == null && !create) {
            outcome.rejected(ErrorCode.ROOM_NOT_FOUND, 0);
            return;
        }
        retention.read(body);
        int count = body.getInt();
        long events = body.position();
        ErrorCode error = refuse(room, count, now);
        if (error != null) {
            outcome.rejected(error, 0);
            return;
        }
        if (room == null) {
            room = create(operation, sequence, now);
        }
        units.beforeChange(room);
        body.of(events, EncodedOperation.value(operation) + EncodedOperation.valueLength(operation) - events);
        nextId.after(room.lastMillis, room.lastNumber);
        for (int i = 0; i < count; i++) {
            var _ = nextId.take(body, now);
            outcome.item(null, room.nextOffset);
            appendEvent(room, (sequence << PLACE_BITS) | i, now, sink);
        }
        room.lastMillis = nextId.millis;
        room.lastNumber = nextId.number;
        room.entriesAdded += count;
        outcome.number(retention.trimAsRead(room));
        if (room.config.isBounded()) {
            var _ = retention.retain(room);
            retention.schedule(room);
        }
        chunks.bury();
        outcome.applied(room.epoch);
        space.ready(room);
    }

    /** Why the events that follow in the body cannot be appended, all of them; null when they can. */
    private @Nullable ErrorCode refuse(@Nullable Room room, int count, long now) {
        if (count <= 0 || count > EVENTS_PER_APPEND_MAX) {
            return ErrorCode.INVALID_ARGUMENT;
        }
        nextId.after(room == null ? 0 : room.lastMillis, room == null ? 0 : room.lastNumber);
        for (int i = 0; i < count; i++) {
            ErrorCode error = nextId.take(body, now);
            if (error != null) {
                return error;
            }
            var _ = body.getInt();
            var _ = body.bytes();
        }
        return null;
    }

    private void appendEvent(Room room, long place, long now, ValueSink sink) {
        int fieldCount = body.getInt();
        long fields = body.bytes();
        int fieldsLength = body.bytesLength();
        boolean large = fieldsLength > Event.INLINE_BYTES_MAX;
        int flags = flagsOf(fields, fieldsLength, now) | (large ? Event.LARGE : 0);
        int head = Event.headLength(flags);
        int length = head + (large ? 8 : fieldsLength);
        long offset = room.nextOffset++;
        Chunk chunk = chunkFor(room, offset, length, large);
        long event = chunk.reserve(chunks.slab(), length, offset, nextId.millis);
        Memory.putByte(event + 6, (byte) flags);
        Memory.putByte(event + 7, (byte) Math.min(fieldCount, Event.FIELDS_COUNTED_MAX + 1));
        putWide(event, flags, place, now);
        if (large) {
            long pieces = chunks.larges.create(fieldsLength);
            LargeValues.write(pieces, 0, fieldsLength, fields);
            Memory.putLong(event + head, pieces);
        } else {
            Memory.copy(fields, event + head, fieldsLength);
        }
        chunk.added(event);
        space.added(room, Event.bytes(event));
        if ((flags & Event.CAUSAL) != 0) {
            causes.add(chunk, event);
        }
        sink.value(event);
        KeyIndex keys = room.keys;
        if (keys != null && (flags & Event.KEYED) != 0) {
            replace(room, keys, event);
        }
    }

    private Chunk chunkFor(Room room, long offset, int length, boolean large) {
        int last = room.chunkCount() - 1;
        if (last >= 0 && !large) {
            Chunk chunk = room.chunk(last);
            if (chunk.takes(length, offset, nextId.millis)) {
                units.beforeChange(chunk);
                return chunk;
            }
        }
        return space.openChunk(room, offset, nextId.millis, length);
    }

    private int flagsOf(long fields, int length, long now) {
        int flags = (nextId.number >>> 32 == 0 ? 0 : Event.WIDE_NUMBER) | (nextId.millis == now ? 0 : Event.OWN_TIME);
        cursor.of(fields, length);
        while (cursor.next()) {
            flags |= switch (cursor.code()) {
                case EventFields.KEY -> Event.KEYED;
                case EventFields.CORRELATION_ID, EventFields.CAUSATION_ID -> Event.CAUSAL;
                default -> 0;
            };
        }
        return flags;
    }

    private void putWide(long event, int flags, long place, long now) {
        long at = event + Event.HEADER_BYTES;
        if ((flags & Event.WIDE_NUMBER) != 0) {
            Memory.putInt(event + 12, 0);
            Memory.putLong(at, nextId.number);
            at += 8;
        } else {
            Memory.putInt(event + 12, (int) nextId.number);
        }
        if ((flags & Event.OWN_TIME) != 0) {
            Memory.putLong(at, now);
            at += 8;
        }
        if ((flags & Event.CAUSAL) != 0) {
            Memory.putLong(at, place);
        }
    }

    /** Removes the event before with the same key, as the room is compacted. */
    private void replace(Room room, KeyIndex keys, long event) {
        long before = keys.findOther(room, event);
        keys.add(event);
        if (before >= 0) {
            removeEvent(room, before);
        }
    }

    void trim(long operation, Outcome outcome) {
        Room room = find(operation);
        if (room == null) {
            outcome.rejected(ErrorCode.ROOM_NOT_FOUND, 0);
            return;
        }
        body.of(operation);
        retention.read(body);
        long removed = retention.trimAsRead(room);
        if (removed > 0) {
            removed(room, removed, outcome);
        }
    }

    void remove(long operation, Outcome outcome) {
        Room room = find(operation);
        if (room == null) {
            outcome.rejected(ErrorCode.ROOM_NOT_FOUND, 0);
            return;
        }
        body.of(operation);
        long removed = 0;
        for (int left = body.getInt(); left > 0; left--) {
            long millis = body.getLong();
            long number = body.getLong();
            long offset = room.ceilingOfId(millis, number);
            boolean found = offset >= 0 && Event.compareId(room.event(offset), millis, number) == 0;
            outcome.item(found ? null : ErrorCode.EVENT_NOT_FOUND, found ? offset : -1);
            if (found) {
                removeEvent(room, offset);
                removed++;
            }
        }
        if (removed > 0) {
            removed(room, removed, outcome);
        }
    }

    private void removed(Room room, long count, Outcome outcome) {
        retention.schedule(room);
        chunks.bury();
        outcome.number(count);
        outcome.applied(room.epoch);
    }

    private void removeEvent(Room room, long offset) {
        units.beforeChange(room);
        long event = room.event(offset);
        long millis = Event.idMillis(event);
        long number = Event.idNumber(event);
        int byMillis = Long.compareUnsigned(millis, room.removedMillis);
        if (byMillis > 0 || (byMillis == 0 && Long.compareUnsigned(number, room.removedNumber) > 0)) {
            room.removedMillis = millis;
            room.removedNumber = number;
        }
        space.removeAt(room, room.chunkIndex(offset), offset);
    }

    void setId(long operation, Outcome outcome) {
        Room room = find(operation);
        if (room == null) {
            outcome.rejected(ErrorCode.ROOM_NOT_FOUND, 0);
            return;
        }
        body.of(operation);
        long millis = body.getLong();
        long number = body.getLong();
        long entriesAdded = body.getLong();
        long removedMillis = body.getLong();
        long removedNumber = body.getLong();
        ErrorCode error = refuseId(room, millis, number, entriesAdded, removedMillis, removedNumber);
        if (error != null) {
            outcome.rejected(error, room.epoch);
            return;
        }
        units.beforeChange(room);
        room.lastMillis = millis;
        room.lastNumber = number;
        room.entriesAdded = entriesAdded >= 0 ? entriesAdded : room.entriesAdded;
        if (removedMillis != 0 || removedNumber != 0) {
            room.removedMillis = removedMillis;
            room.removedNumber = removedNumber;
        }
        outcome.applied(room.epoch);
    }

    private static @Nullable ErrorCode refuseId(
            Room room, long millis, long number, long entriesAdded, long removedMillis, long removedNumber) {
        long last = room.lastEvent();
        if (last != 0 && Event.compareId(last, millis, number) > 0) {
            return ErrorCode.LAST_ID_TOO_SMALL;
        }
        if (isBefore(millis, number, removedMillis, removedNumber)
                || isBefore(millis, number, room.removedMillis, room.removedNumber)) {
            return ErrorCode.LAST_ID_BELOW_DELETED;
        }
        return entriesAdded >= 0 && room.length > entriesAdded ? ErrorCode.ENTRIES_ADDED_TOO_SMALL : null;
    }

    private static boolean isBefore(long millis, long number, long otherMillis, long otherNumber) {
        int byMillis = Long.compareUnsigned(millis, otherMillis);
        return byMillis < 0 || (byMillis == 0 && Long.compareUnsigned(number, otherNumber) < 0);
    }
}
