package io.synap.server.resp;

import io.synap.engine.ValueSink;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.stream.Room;
import io.synap.engine.stream.StreamSpace;
import io.synap.server.node.Access;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes events of rooms into replies, straight from where they are. Confined to one event loop; rooms are
 * read under their shard's lock.
 */
final class RoomReader {
    /** Up to so many events are written under one hold of the lock, as a reply of their own. */
    private static final int AT_ONCE_EVENTS_MAX = 256;

    private static final long AT_ONCE_BYTES_MAX = 64 * 1024;

    private final Access access;
    private final EventReply events = new EventReply();
    private final NativeName name = new NativeName();
    private final LongFunction<LargeValue> retain = this::retain;
    private final ValueSink write = this::write;
    private final ValueSink count = this::count;
    private @Nullable StreamSpace space;
    private @Nullable Reply target;
    private int counted;

    RoomReader(Access access) {
        this.access = access;
    }

    Access access() {
        return access;
    }

    EventReply events() {
        return events;
    }

    /**
     * Locks the shard of a room and returns the room, or null when there is none; {@link #close} must follow
     * at once, whatever happens.
     */
    @Nullable
    Room open(long address, int length) {
        StreamSpace opened = access.open(address, length).streams();
        space = opened;
        return opened.find(address, length);
    }

    /** As {@link #open(long, int)}, and those who watch misses are told of one. */
    @Nullable
    Room openToRead(long address, int length) {
        Room room = open(address, length);
        if (room == null) {
            access.missed(address, length);
        }
        return room;
    }

    /** Tells those who watch misses when there is no such room. */
    void tellIfMissing(long address, int length) {
        if (access.tellsMisses()) {
            var _ = openToRead(address, length);
            close();
        }
    }

    /** As {@link #open(long, int)}. */
    @Nullable
    Room open(byte[] room) {
        name.set(room);
        return open(name.address(), name.length());
    }

    /** As {@link #openToRead(long, int)}. */
    @Nullable
    Room openToRead(byte[] room) {
        name.set(room);
        return openToRead(name.address(), name.length());
    }

    void close() {
        access.close();
    }

    boolean exists(long address, int length) {
        boolean found = open(address, length) != null;
        close();
        return found;
    }

    /**
     * How many events lie between two offsets, both included: at most so many, and if there are more than
     * can be written at once, some number beyond that.
     */
    long count(Room from, long first, long last, long most) {
        boolean whole = from.length() == from.nextOffset() - from.firstOffset();
        if (whole) {
            return Math.min(most, last - first + 1);
        }
        counted = 0;
        var _ = from.read(first, last, (int) Math.min(most, AT_ONCE_EVENTS_MAX + 1), Long.MAX_VALUE, count);
        return counted;
    }

    /** How many events from one offset to another can be written under one hold of the lock. */
    int countFew(Room from, long first, long last, long most) {
        counted = 0;
        var _ = from.read(first, last, (int) Math.min(most, AT_ONCE_EVENTS_MAX), AT_ONCE_BYTES_MAX, count);
        return counted;
    }

    /** Whether so many events of the room are few enough to be written under one hold of the lock. */
    static boolean isFew(Room from, long events) {
        return events <= AT_ONCE_EVENTS_MAX
                && (events == 0 || from.bytes() / from.length() * events <= AT_ONCE_BYTES_MAX);
    }

    /** As {@link Room#read}, into a reply. */
    long read(Reply into, Room from, long first, long last, long most, long bytesMost) {
        target = into;
        return from.read(first, last, (int) Math.min(most, Integer.MAX_VALUE), bytesMost, write);
    }

    /** As {@link Room#readBack}, into a reply. */
    long readBack(Reply into, Room from, long last, long first, long most, long bytesMost) {
        target = into;
        return from.readBack(last, first, (int) Math.min(most, Integer.MAX_VALUE), bytesMost, write);
    }

    /** Counts from 0 again what is read. */
    void beginCount() {
        counted = 0;
    }

    int counted() {
        return counted;
    }

    /** Begins the answer of XREAD, of so many rooms. */
    static void beginRooms(Reply reply, int rooms) {
        if (reply.isResp3()) {
            reply.map(rooms);
        } else {
            reply.array(rooms);
        }
    }

    /** Begins one room of it; name and events follow. */
    static void beginRoom(Reply reply) {
        if (!reply.isResp3()) {
            reply.array(2);
        }
    }

    /** One event of the open room, into a reply. */
    void write(Reply into, long event) {
        target = into;
        write(event);
    }

    private void count(long event) {
        counted++;
    }

    private void write(long event) {
        Reply into = target;
        if (into != null) {
            events.event(into, event, retain);
            counted++;
        }
    }

    private LargeValue retain(long event) {
        return Objects.requireNonNull(space).retainLarge(event);
    }
}
