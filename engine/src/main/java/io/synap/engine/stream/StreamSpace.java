package io.synap.engine.stream;

import io.synap.engine.Family;
import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.index.NameTable;
import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.Slab;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a shard. Confined to its shard's lock, except {@link #usedBytes} and {@link #roomCount}.
 *
 * <p>The state is the rooms and their chunks. What follows from them is kept beside: the index of causes, the
 * keys of compacted rooms, the deadlines.
 */
public final class StreamSpace implements Family {
    private final Readiness readiness;
    private final long hashSeed;
    private final NameTable<Room> rooms;
    private final NumberTable<Room> numbers = new NumberTable<>();
    /** The nodes of everything that follows from the state. */
    private final Slab nodes;

    private final CauseIndex causes;
    final LargeValues larges;
    private final Chunks chunks;
    private final Retention retention;
    private final RoomWriter writer;
    private final GroupSpace groups;
    private final ArrayDeque<KeyIndex> freedKeys = new ArrayDeque<>();
    /** Changed under the lock only. */
    private final AtomicLong usedBytes = new AtomicLong();

    private final AtomicLong roomCount = new AtomicLong();
    private final BodyReader items = new BodyReader();
    private final FieldCursor cursor = new FieldCursor();

    public StreamSpace(Parts parts) {
        this.readiness = parts.readiness();
        this.hashSeed = parts.hashSeed();
        this.rooms = new NameTable<>(hashSeed);
        this.nodes = new Slab(parts.pool());
        NumberTable<Chunk> chunkNumbers = new NumberTable<>();
        this.causes = new CauseIndex(nodes, hashSeed, chunkNumbers);
        this.chunks = new Chunks(parts.pool(), parts.units(), chunkNumbers, causes);
        this.larges = chunks.larges;
        this.retention = new Retention(this, chunks, nodes);
        this.writer = new RoomWriter(this, chunks, retention, causes);
        this.groups = new GroupSpace(parts, this, this::use);
    }

    /** A room by its name; null when there is none. */
    public @Nullable Room find(long name, int length) {
        return rooms.find(name, length);
    }

    /** All rooms, in the unsigned order of their names. */
    public Iterable<Room> all() {
        return rooms.all();
    }

    /** The rooms behind a name, in the unsigned order of their names; null for all. */
    public Iterable<Room> after(byte @Nullable [] name) {
        return rooms.after(name);
    }

    /** How many rooms there are. From any thread. */
    public long roomCount() {
        return roomCount.getOpaque();
    }

    /** How many shared groups there are. From any thread. */
    public int groupCount() {
        return groups.count();
    }

    /** Holds on to the fields of a large event beyond the lock; positions are those of {@link FieldCursor}. */
    public LargeValue retainLarge(long event) {
        if (!Event.isLarge(event)) {
            throw new IllegalArgumentException("the event is not large");
        }
        return new LargeValue(larges, Event.pieces(event));
    }

    /**
     * Hands out events whose correlation_id is the given one, over all rooms of the shard, in the order in which
     * they were appended: at most so many, having looked at no more than a few times as many.
     *
     * @param after where to go on: 0, or what the last call returned
     * @return where to go on, or -1 when there are no more now
     */
    public long correlated(long id, int length, long after, int most, EventSink sink) {
        return causes.correlated(id, length, after, most, sink);
    }

    /** As {@link #correlated}, of events whose causation_id is the given one. */
    public long caused(long id, int length, long after, int most, EventSink sink) {
        return causes.caused(id, length, after, most, sink);
    }

    @Override
    public void execute(long operation, long sequence, long now, Outcome outcome, ValueSink sink) {
        switch (EncodedOperation.type(operation)) {
            case OperationType.ROOM_CONFIGURE -> writer.configure(operation, sequence, now, outcome);
            case OperationType.ROOM_DELETE -> writer.delete(operation, outcome);
            case OperationType.ROOM_APPEND -> writer.append(operation, sequence, now, outcome, sink);
            case OperationType.ROOM_TRIM -> writer.trim(operation, outcome);
            case OperationType.ROOM_REMOVE -> writer.remove(operation, outcome);
            case OperationType.ROOM_SET_ID -> writer.setId(operation, outcome);
            default -> groups.execute(operation, sequence, now, outcome, sink);
        }
    }

    @Override
    public long nextDeadline() {
        return Math.min(retention.nextDeadline(), groups.nextDeadline());
    }

    @Override
    public long advance(long most, long sequence, long now) {
        long done = retention.advance(most, now);
        return done + groups.advance(most - done, now);
    }

    /**
     * To be called when what a room's groups protect has changed: removes what was only kept for them, and
     * schedules the rest.
     */
    void protectionChanged(Room room) {
        var _ = retention.retain(room);
        retention.schedule(room);
        chunks.bury();
    }

    Room roomByNumber(long number) {
        Room room = numbers.get(number);
        if (room == null) {
            throw new IllegalStateException("no room has the number " + number);
        }
        return room;
    }

    /** Makes a room with the name that an operation has, as appending to it would. */
    Room createRoom(long operation, long sequence, long now) {
        return writer.create(operation, sequence, now);
    }

    /** Adds a room; its epoch is to be set. */
    Room addRoom(byte[] name) {
        int number = numbers.next();
        Room room = new Room(this, name, number);
        numbers.put(number, room);
        rooms.add(room);
        chunks.units.add(room);
        roomCount.setOpaque(roomCount.getPlain() + 1);
        use(Room.OVERHEAD_BYTES + name.length);
        return room;
    }

    /** Removes a room with its events. */
    void removeRoom(Room room) {
        chunks.units.beforeChange(room);
        chunks.units.remove(room);
        groups.roomRemoved(room);
        rooms.remove(room);
        while (room.chunkCount() > 0) {
            dropChunk(room, room.chunkCount() - 1);
        }
        numbers.remove(room.number);
        roomCount.setOpaque(roomCount.getPlain() - 1);
        use(-Room.OVERHEAD_BYTES - room.name().length);
    }

    Chunk openChunk(Room room, long offset, long millis, int length) {
        use(Chunk.OVERHEAD_BYTES);
        return chunks.open(room, offset, millis, length);
    }

    /** Takes a chunk with all its events out of a room. */
    void dropChunk(Room room, int at) {
        Chunk chunk = room.chunk(at);
        room.removeChunk(at);
        room.length -= chunk.count();
        room.bytes -= chunk.bytes;
        use(-chunk.bytes - Chunk.OVERHEAD_BYTES);
        chunks.drop(chunk);
    }

    /** Takes out so many events of a room's first chunk, which has more. */
    void removeFirst(Room room, int count) {
        Chunk chunk = room.chunk(0);
        chunks.units.beforeChange(chunk);
        for (int i = 0; i < count; i++) {
            take(room, chunk, 0);
        }
    }

    /** Takes out one event. */
    void removeAt(Room room, int at, long offset) {
        Chunk chunk = room.chunk(at);
        if (chunk.count() == 1) {
            dropChunk(room, at);
        } else {
            chunks.units.beforeChange(chunk);
            take(room, chunk, chunk.ceiling(offset));
        }
    }

    private void take(Room room, Chunk chunk, int place) {
        long event = chunk.event(place);
        long bytes = Event.bytes(event);
        chunks.forget(event, room.keys);
        chunk.remove(chunks.slab(), place);
        room.length--;
        room.bytes -= bytes;
        use(-bytes);
    }

    /** An event of so many bytes was added. */
    void added(Room room, long bytes) {
        room.length++;
        room.bytes += bytes;
        use(bytes);
    }

    /** Switches compaction on for the events from now on, or off. */
    void compact(Room room, boolean on) {
        KeyIndex before = room.keys;
        if (before != null) {
            freedKeys.add(before);
        }
        room.keys = on ? new KeyIndex(nodes, hashSeed) : null;
        room.compactedFrom = on ? room.nextOffset : 0;
    }

    void ready(Room room) {
        readiness.ready(Kind.ROOM, room.name());
    }

    private void use(long bytes) {
        usedBytes.setOpaque(usedBytes.getPlain() + bytes);
    }

    @Override
    public void restore(long item, int length) {
        byte type = EncodedOperation.type(item);
        if (type == OperationType.SHARED_PENDING_IMAGE || type == OperationType.SHARED_DEAD_IMAGE) {
            groups.restoreEntries(item);
            return;
        }
        long name = EncodedOperation.key(item);
        int nameLength = EncodedOperation.keyLength(item);
        Room found = rooms.find(name, nameLength);
        Room room = found == null ? addRoom(Memory.toArray(name, nameLength)) : found;
        items.of(item);
        switch (type) {
            case OperationType.ROOM_ITEM -> {
                if (room.epoch != 0) {
                    throw new IllegalStateException("image: a room occurs twice");
                }
                RoomItem.read(room, items);
            }
            case OperationType.CHUNK_ITEM -> restoreChunk(room, item);
            case OperationType.SHARED_IMAGE -> groups.restoreGroup(room, item);
            default -> throw new IllegalStateException("image: an item of unknown type " + EncodedOperation.type(item));
        }
    }

    private void restoreChunk(Room room, long item) {
        long baseOffset = items.getLong();
        long baseMillis = items.getLong();
        Chunk chunk = openChunk(room, baseOffset, baseMillis, 0);
        long end = EncodedOperation.value(item) + EncodedOperation.valueLength(item);
        chunk.restore(chunks.slab(), larges, items.position(), end);
    }

    @Override
    public void restoreEnd() {
        groups.restoreEnd();
        for (Room room : rooms.all()) {
            if (room.epoch == 0) {
                throw new IllegalStateException("image: events of a room that is not there");
            }
            room.sortChunks();
            if (room.trimmedTo == RoomItem.UNKNOWN) {
                room.trimmedTo = room.firstOffset();
            }
            if (room.config.compacted()) {
                room.keys = new KeyIndex(nodes, hashSeed);
            }
            long next = 0;
            for (int at = 0; at < room.chunkCount(); at++) {
                next = restored(room, room.chunk(at), next);
            }
            if (next > room.nextOffset) {
                throw new IllegalStateException("image: a room has events beyond its end");
            }
            retention.schedule(room);
        }
    }

    /** Counts a chunk's events and puts them where they are found; returns what must be behind it. */
    private long restored(Room room, Chunk chunk, long next) {
        if (chunk.count() == 0 || chunk.baseOffset < next) {
            throw new IllegalStateException("image: chunks of a room contradict each other");
        }
        for (int at = 0; at < chunk.count(); at++) {
            long event = chunk.event(at);
            added(room, Event.bytes(event));
            if (Event.has(event, Event.CAUSAL)) {
                causes.add(chunk, event);
            }
            KeyIndex keys = room.keys;
            if (keys != null && Event.has(event, Event.KEYED) && Event.offset(event) >= room.compactedFrom) {
                keys.add(event);
            }
        }
        return Event.offset(chunk.lastEvent()) + 1;
    }

    @Override
    public long usedBytes() {
        return usedBytes.getOpaque();
    }

    @Override
    public boolean tidy() {
        KeyIndex keys = freedKeys.peek();
        if (keys != null && !keys.freeSome()) {
            freedKeys.remove();
        }
        boolean more = groups.tidy();
        return chunks.tidy() || more || !freedKeys.isEmpty();
    }

    @Override
    public long digest() {
        long digest = 0;
        for (Room room : rooms.all()) {
            digest = KeyHash.mix(digest, RoomDigest.of(room, cursor));
        }
        return KeyHash.mix(digest, groups.digest());
    }

    @Override
    public void reset() {
        rooms.clear();
        numbers.clear();
        causes.forget();
        retention.forget();
        freedKeys.clear();
        groups.reset();
        chunks.reset(nodes);
        usedBytes.setOpaque(0);
        roomCount.setOpaque(0);
    }

    /** Physical bytes of blocks and nodes. */
    long slabBytes() {
        return chunks.slabBytes() + nodes.pageBytes() + groups.slabBytes();
    }
}
