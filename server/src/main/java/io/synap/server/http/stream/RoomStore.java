package io.synap.server.http.stream;

import io.synap.engine.Engine;
import io.synap.engine.Outcome;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.server.http.Exchange;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.RoomNeeded;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.NativeText;
import io.synap.server.node.Access;
import io.synap.server.stream.EventBatch;
import io.synap.server.stream.StreamCommands;
import io.synap.server.stream.StreamLimits;
import io.synap.server.topic.TopicCommands;
import org.jspecify.annotations.Nullable;

/**
 * The commands on rooms as every HTTP syntax uses them: the room's name is filled into {@link #room}, errors
 * are thrown. Confined to one event loop.
 */
final class RoomStore {
    private static final int OVERHEAD_BYTES = EncodedOperation.PREFIX_BYTES_MAX + 64;

    final NativeText room = new NativeText();

    private final StreamCommands commands;
    private final TopicCommands topics;
    private final StreamLimits bounds;
    private final HttpLimits limits;
    private final Engine engine;
    private final EventJson json = new EventJson();
    private final EventBatch batch = new EventBatch();
    private final NativeText other = new NativeText();

    /** @param topics knows which groups go with a room */
    RoomStore(StreamCommands commands, TopicCommands topics, StreamLimits bounds, HttpLimits limits, Engine engine) {
        this.commands = commands;
        this.topics = topics;
        this.bounds = bounds;
        this.limits = limits;
        this.engine = engine;
    }

    StreamCommands commands() {
        return commands;
    }

    Access access() {
        return commands.access();
    }

    Engine engine() {
        return engine;
    }

    EventJson json() {
        return json;
    }

    /** What was read last; to be cleared once it is written. */
    EventBatch batch() {
        return batch;
    }

    /** The room that a path names first. */
    void room(Exchange exchange) {
        exchange.path(0, room);
        check();
        exchange.about(room);
    }

    /** The room that a command names; some clients call it a name. */
    void room(CommandCall call) {
        call.key(room, "room", "name");
        check();
        call.about(room);
    }

    private void check() {
        if (room.length() > EncodedOperation.KEY_BYTES_MAX) {
            throw new SynapException(
                    ErrorCode.KEY_TOO_LARGE, "the room's name exceeds " + EncodedOperation.KEY_BYTES_MAX + " bytes");
        }
    }

    /** A page's limit, within what one may ask for. */
    int limit(long asked) {
        if (asked < 1) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "limit must be at least 1");
        }
        return (int) Math.min(asked, limits.listMax());
    }

    /** How many events one request may bring. */
    int batchMax() {
        return Math.min(limits.batchMax(), StreamCommands.BATCH_MAX);
    }

    /** Makes the room, or changes its settings; true when it is new. */
    boolean configure(Mode mode, Settings settings) {
        room(64);
        if (mode != Mode.UPDATE && !exists()) {
            bounds.ensureRoom(engine);
        }
        return checked(commands.configure(room.address(), room.length(), mode, settings))
                        .number()
                == 1;
    }

    /** Removes the room with the exclusive groups that read it. */
    void delete() {
        Bytes name = Bytes.of(room.toArray());
        room(TopicCommands.bytesMax(topics.roomReaderCount(name)));
        if (!topics.deleteRoom(name)) {
            throw new SynapException(ErrorCode.ROOM_NOT_FOUND);
        }
    }

    /** Makes sure that the log takes that many bytes beside the room's name, or lets the request wait. */
    void room(long bytes) {
        if (!access().hasRoom(bytes + room.length() + OVERHEAD_BYTES)) {
            throw new RoomNeeded();
        }
    }

    static Outcome checked(Outcome outcome) {
        ErrorCode rejection = outcome.rejection();
        if (rejection != null) {
            throw new SynapException(rejection);
        }
        return outcome;
    }

    boolean exists() {
        boolean found = commands.open(room.address(), room.length()) != null;
        commands.close();
        return found;
    }

    /** Takes the open room. */
    interface RoomUse<T extends @Nullable Object> {
        T use(Room open);
    }

    /**
     * Looks into the room under its shard's lock.
     *
     * @throws SynapException ROOM_NOT_FOUND
     */
    <T extends @Nullable Object> T with(RoomUse<T> use) {
        Room open = commands.open(room.address(), room.length());
        try {
            if (open == null) {
                throw new SynapException(ErrorCode.ROOM_NOT_FOUND);
            }
            return use.use(open);
        } finally {
            commands.close();
        }
    }

    /**
     * Reads some events of a room into {@link #batch}, from one offset to another, both included; backwards
     * the first is the greater.
     *
     * @param epoch of the room; what has another is another room
     * @return the offset to go on from, -1 when there is no more
     */
    long read(byte[] name, long epoch, boolean back, long first, long last, int most, int bytesMost) {
        other.set(name);
        @Nullable Room open = commands.open(other.address(), other.length());
        try {
            batch.begin(access().openShard().streams(), most, bytesMost);
            if (open == null || open.epoch() != epoch) {
                return -1;
            }
            return back
                    ? open.readBack(first, last, most, bytesMost, batch)
                    : open.read(first, last, most, bytesMost, batch);
        } finally {
            commands.close();
        }
    }

    /**
     * Reads the event with that offset into {@link #batch}.
     *
     * @throws SynapException ROOM_NOT_FOUND or EVENT_NOT_FOUND
     */
    RoomLabel readOne(long offset) {
        return with(open -> {
            long event = open.event(offset);
            if (event == 0) {
                throw new SynapException(ErrorCode.EVENT_NOT_FOUND);
            }
            batch.begin(access().openShard().streams(), 1, 0);
            batch.value(event);
            return RoomLabel.of(open);
        });
    }

    /** Removes the oldest events; returns how many. */
    long trim(Trim trim) {
        room(64);
        return checked(commands.trim(
                        room.address(),
                        room.length(),
                        trim.by(),
                        trim.approximate(),
                        trim.bound(),
                        trim.number(),
                        trim.limit()))
                .number();
    }
}
