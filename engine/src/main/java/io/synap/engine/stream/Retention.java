package io.synap.engine.stream;

import io.synap.engine.index.OrderedIndex;
import io.synap.engine.memory.Slab;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.StreamOperation.Trim;

/**
 * Which events go: oldest first, by what a request says and by what the room is set to. Confined to its shard's
 * lock.
 *
 * <p>A room's own retention spares what its groups protect, and by bytes also the newest event. What a request
 * removes, it removes.
 */
final class Retention {
    private final StreamSpace space;
    private final Chunks chunks;
    /** (deadline, epoch) of the rooms whose oldest event has an age that ends, with the room's number. */
    private final OrderedIndex deadlines;

    // The trim that is at work.
    private Trim.By by = Trim.By.NOTHING;
    private boolean approximate;
    private long bound;
    private long number;
    private long limit;

    Retention(StreamSpace space, Chunks chunks, Slab nodes) {
        this.space = space;
        this.chunks = chunks;
        this.deadlines = new OrderedIndex(nodes);
    }

    /** Reads the trim of a request. */
    void read(BodyReader body) {
        by = Trim.By.of(body.getByte());
        if (by != Trim.By.NOTHING) {
            approximate = body.getByte() != 0;
            bound = body.getLong();
            number = body.getLong();
            limit = body.getLong();
        }
    }

    /** Does what was read; returns how many events went. */
    long trimAsRead(Room room) {
        return by == Trim.By.NOTHING ? 0 : trim(room, Long.MAX_VALUE);
    }

    /** Applies the room's settings, but for the age, which {@link #advance} does; returns how many events went. */
    long retain(Room room) {
        long removed = 0;
        Room.Config config = room.config;
        if (config.eventsMax() > 0 && room.length > config.eventsMax()) {
            removed += trim(room, Trim.By.LENGTH, config.eventsMax(), 0, protectedOffset(room));
        }
        if (config.bytesMax() > 0 && room.bytes > config.bytesMax()) {
            long spared = Math.min(protectedOffset(room), room.nextOffset - 1);
            removed += trim(room, Trim.By.BYTES, config.bytesMax(), 0, spared);
        }
        return removed;
    }

    private static long protectedOffset(Room room) {
        RoomGroups groups = room.groups;
        return groups == null ? Long.MAX_VALUE : groups.protectedOffset();
    }

    private long trim(Room room, Trim.By what, long newBound, long most, long spared) {
        by = what;
        approximate = false;
        bound = newBound;
        number = 0;
        limit = most;
        return trim(room, spared);
    }

    private long trim(Room room, long spared) {
        long removed = 0;
        while (room.chunkCount() > 0) {
            Chunk chunk = room.chunk(0);
            int due = due(room, chunk);
            if (limit > 0) {
                due = (int) Math.min(due, limit - removed);
            }
            if (due > 0 && spared != Long.MAX_VALUE) {
                due = Math.min(due, chunk.ceiling(spared));
            }
            if (due < chunk.count()) {
                if (!approximate && due > 0) {
                    trimmed(room, chunk.event(due - 1));
                    space.removeFirst(room, due);
                    removed += due;
                }
                return removed;
            }
            removed += due;
            trimmed(room, chunk.lastEvent());
            space.dropChunk(room, 0);
        }
        return removed;
    }

    /** This event and all before it go. */
    private void trimmed(Room room, long last) {
        chunks.units.beforeChange(room);
        room.trimmedTo = Event.offset(last) + 1;
    }

    /** How many of the first chunk's events are to go. */
    private int due(Room room, Chunk chunk) {
        return switch (by) {
            case NOTHING -> 0;
            case LENGTH -> (int) Math.max(0, Math.min(chunk.count(), room.length - bound));
            case ID -> chunk.ceilingOfId(bound, number);
            case OFFSET -> chunk.ceiling(bound);
            case TIME -> chunk.ceilingOfTime(bound);
            case BYTES -> dueByBytes(room.bytes - bound, chunk);
        };
    }

    private static int dueByBytes(long excess, Chunk chunk) {
        if (excess >= chunk.bytes) {
            return chunk.count();
        }
        long rest = excess;
        int due = 0;
        for (; rest > 0; due++) {
            rest -= Event.bytes(chunk.event(due));
        }
        return due;
    }

    /** Puts a room where it belongs among the deadlines; after each change of its oldest event or settings. */
    void schedule(Room room) {
        long deadline = deadlineOf(room);
        if (deadline != room.deadline) {
            unschedule(room);
            room.deadline = deadline;
            if (deadline != Long.MAX_VALUE) {
                deadlines.insert(deadline, room.epoch, room.number);
            }
        }
    }

    void unschedule(Room room) {
        if (room.deadline != Long.MAX_VALUE) {
            var _ = deadlines.remove(room.deadline, room.epoch);
            room.deadline = Long.MAX_VALUE;
        }
    }

    private static long deadlineOf(Room room) {
        long age = room.config.ageMillisMax();
        if (age == 0 || room.length == 0 || room.firstOffset() >= protectedOffset(room)) {
            return Long.MAX_VALUE;
        }
        long deadline = Event.time(room.firstEvent()) + age;
        return deadline < 0 ? Long.MAX_VALUE : deadline;
    }

    long nextDeadline() {
        return deadlines.firstMajor();
    }

    /** Removes at most so many events that are too old; returns how many. */
    long advance(long most, long now) {
        long done = 0;
        while (done < most && deadlines.firstMajor() <= now) {
            Room room = space.roomByNumber(deadlines.firstPayload());
            long before = now - room.config.ageMillisMax() + 1;
            done += trim(room, Trim.By.TIME, before, most - done, protectedOffset(room));
            schedule(room);
        }
        chunks.bury();
        return done;
    }

    /** Forgets everything, after its nodes were freed. */
    void forget() {
        deadlines.forget();
    }
}
