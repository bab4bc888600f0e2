package io.synap.server.resp;

import io.synap.engine.stream.Room;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A long answer of events, in slices: other connections' work goes on between them, and the one that asked
 * gets a single reply in the end. Confined to one event loop. What is removed meanwhile is not in it.
 */
final class EventGathering {
    private static final int SLICE_EVENTS = 128;
    private static final long SLICE_BYTES = 64 * 1024;
    /** After so many bytes others get their turn. */
    private static final long TURN_BYTES = 1024 * 1024;

    /** Events of one room. */
    private static final class Part {
        final byte[] room;
        final long epoch;
        final boolean back;
        final long last;
        final Reply gathered;
        long next;
        long left;
        int taken;

        Part(byte[] room, long epoch, boolean back, long first, long last, long most, Reply gathered) {
            this.room = room;
            this.epoch = epoch;
            this.back = back;
            this.next = first;
            this.last = last;
            this.left = most;
            this.gathered = gathered;
        }
    }

    private final RespLoop loop;
    private final RespConnection connection;
    private final RoomReader reader;
    private final boolean resp3;
    /** Whether the answer says of each part which room it is of. */
    private final boolean named;

    private final List<Part> parts = new ArrayList<>(1);
    private final List<byte[]> arguments;
    private @Nullable Suspension suspension;
    private long nanos;
    private int present;
    /** What must be synced before the events seen may be shown. */
    private long awaited;

    EventGathering(Call call, RoomReader reader, boolean named) {
        this.loop = call.loop();
        this.connection = call.connection();
        this.reader = reader;
        this.resp3 = call.reply().isResp3();
        this.named = named;
        this.arguments = SlowLog.cut(call.arguments());
    }

    /** Adds the events from one offset to another, both included; backwards the first is the greater. */
    EventGathering add(Room room, boolean back, long first, long last, long most) {
        parts.add(new Part(room.name(), room.epoch(), back, first, last, most, loop.newReply(resp3)));
        return this;
    }

    /** Lets the connection wait for the answer. No lock may be held. */
    void start() {
        suspension = connection.suspend();
        loop.eventLoop().execute(this::turn);
    }

    private void turn() {
        if (connection.isClosing()) {
            discard();
            return;
        }
        long began = System.nanoTime();
        long before = bytes();
        try {
            loop.access().tick();
            while (present < parts.size() && bytes() - before < TURN_BYTES) {
                slice(parts.get(present));
            }
            connection.gathered(present == parts.size() ? 0 : bytes());
        } catch (Throwable fault) {
            discard();
            connection.failed(fault);
            return;
        }
        nanos += System.nanoTime() - began;
        if (present < parts.size()) {
            loop.eventLoop().execute(this::turn);
        } else {
            finish();
        }
    }

    private void slice(Part part) {
        long next = -1;
        try {
            Room room = reader.open(part.room);
            if (room != null && room.epoch() == part.epoch) {
                int most = (int) Math.min(part.left, SLICE_EVENTS);
                reader.beginCount();
                next = part.back
                        ? reader.readBack(part.gathered, room, part.next, part.last, most, SLICE_BYTES)
                        : reader.read(part.gathered, room, part.next, part.last, most, SLICE_BYTES);
                part.taken += reader.counted();
                part.left -= reader.counted();
            }
        } finally {
            reader.close();
        }
        awaited = Math.max(awaited, loop.access().takeAwaited());
        part.next = next;
        if (next < 0 || part.left == 0) {
            present++;
        }
    }

    private void finish() {
        loop.slow().ended(connection, nanos, arguments);
        Suspension waiting = suspension;
        if (waiting != null) {
            waiting.complete(awaited, this::write);
        }
    }

    private void write(Reply reply) {
        if (named) {
            RoomReader.beginRooms(reply, parts.size());
        }
        for (Part part : parts) {
            if (named) {
                RoomReader.beginRoom(reply);
                reply.bulk(part.room);
            }
            reply.array(part.taken);
            reply.append(part.gathered);
        }
    }

    private long bytes() {
        long bytes = 0;
        for (Part part : parts) {
            bytes += part.gathered.bytes();
        }
        return bytes;
    }

    private void discard() {
        parts.forEach(part -> part.gathered.discard());
    }
}
