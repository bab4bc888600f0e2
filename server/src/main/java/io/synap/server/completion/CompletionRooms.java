package io.synap.server.completion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.synap.engine.Outcome;
import io.synap.engine.stream.Room;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EventFields;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.server.node.Access;
import io.synap.server.node.Node;
import io.synap.server.node.OperationBatch;
import io.synap.server.stream.RoomAudience;
import io.synap.server.stream.StreamCommands;
import io.synap.server.stream.StreamLimits;
import io.synap.server.topic.TopicCommands;
import io.synap.server.topic.TopicLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes into the rooms of requesters, and removes those that are not needed any more. Confined to one thread. */
final class CompletionRooms {
    private static final String SOURCE = "synap";
    private static final String VERSION = "1";
    private static final long ROOM_SECONDS_MAX = 10;
    private static final int OVERHEAD_BYTES = 512;
    /** Rooms that are looked at under one hold of a shard's lock. */
    private static final int SLICE_ROOMS = 128;

    private final Node node;
    private final Access access;
    private final StreamCommands streams;
    private final TopicCommands topics;
    private final StreamLimits limits;
    private final CompletionSettings settings;
    private final RoomAudience audience;
    private final ObjectMapper mapper = new ObjectMapper();
    private final NativeBuffer name = new NativeBuffer(256);
    private final NativeBuffer value = new NativeBuffer(1024);
    private final OperationBatch batch = new OperationBatch();

    CompletionRooms(
            Node node, StreamLimits limits, CompletionSettings settings, RoomAudience audience, LongConsumer appended) {
        this.node = node;
        this.access = node.newAccess();
        this.streams = new StreamCommands(access, limits.eventBytesMax()).onAppended(appended);
        this.topics = new TopicCommands(access, new TopicLimits(1, limits.roomsMax(), limits.groupsMax(), 1));
        this.limits = limits;
        this.settings = settings;
        this.audience = audience;
    }

    Access access() {
        return access;
    }

    /**
     * Makes the rooms of a requester where they are missing.
     *
     * @throws SynapException as {@link #write}
     */
    void open(Requester by) throws InterruptedException {
        access.tick();
        try {
            for (Bytes room : by.rooms()) {
                make(room);
            }
        } finally {
            access.endBatch();
            var _ = access.takeAwaited();
        }
    }

    /**
     * Appends the event to each of the rooms, which it makes where they are missing.
     *
     * @throws SynapException LIMIT_REACHED, OUT_OF_MEMORY, OVERLOADED, STORAGE_FAILED
     */
    void write(Ending ending) throws InterruptedException {
        access.tick();
        try {
            for (Bytes room : ending.by().rooms()) {
                make(room);
                append(room, ending);
            }
        } finally {
            access.endBatch();
            // Nobody is answered by this thread: whoever reads the rooms waits for the disk itself.
            var _ = access.takeAwaited();
        }
    }

    private void make(Bytes room) throws InterruptedException {
        long address = named(room);
        boolean there = streams.open(address, room.length()) != null;
        streams.close();
        if (there) {
            return;
        }
        limits.ensureRoom(node.engine());
        awaitRoom(room.length());
        @Nullable
        ErrorCode refused = streams.configure(address, room.length(), Mode.CREATE, settings.ofRooms())
                .rejection();
        if (refused != null && refused != ErrorCode.ROOM_EXISTS) {
            throw new SynapException(refused);
        }
    }

    private long named(Bytes room) {
        byte[] bytes = room.toArray();
        long address = name.ensure(bytes.length, 0);
        Memory.copy(bytes, 0, address, bytes.length);
        return address;
    }

    private void append(Bytes room, Ending ending) throws InterruptedException {
        Requester by = ending.by();
        streams.beginAppend(named(room), room.length(), true).beginEvent();
        put(EventFields.EVENT, ending.event());
        put(EventFields.DATA, data(ending));
        put(EventFields.AGGREGATE_TYPE, ending.aggregateType());
        put(EventFields.AGGREGATE_ID, ending.aggregateId());
        put(EventFields.USER_ID, by.userId());
        put(EventFields.REQUEST_ID, by.requestId());
        put(EventFields.CORRELATION_ID, by.requestId());
        put(EventFields.CAUSATION_ID, by.requestId());
        put(EventFields.SOURCE, SOURCE);
        put(EventFields.VERSION, VERSION);
        awaitRoom(streams.gatheredBytes());
        Outcome outcome = streams.append(Access.noSink());
        ErrorCode refused = outcome.rejection();
        if (refused != null) {
            throw new SynapException(refused);
        }
    }

    private void put(int code, String text) {
        if (!text.isEmpty()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            long address = value.ensure(bytes.length, 0);
            Memory.copy(bytes, 0, address, bytes.length);
            streams.field(code, address, bytes.length);
        }
    }

    private String data(Ending ending) {
        Map<String, Object> data = new LinkedHashMap<>(ending.data());
        if (ending.error() != null) {
            data.put("error", ending.error());
        }
        try {
            return mapper.writeValueAsString(data);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("an ending cannot be written", wrong);
        }
    }

    /** Waits until the log takes that many bytes. */
    private void awaitRoom(long bytes) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROOM_SECONDS_MAX);
        while (!access.hasRoom(bytes + OVERHEAD_BYTES)) {
            CountDownLatch room = new CountDownLatch(1);
            access.whenRoom(room::countDown);
            long left = deadline - System.nanoTime();
            if (node.failure() != null || left <= 0 || !room.await(left, TimeUnit.NANOSECONDS)) {
                throw new SynapException(ErrorCode.OVERLOADED);
            }
        }
    }

    /** Removes rooms without events that nobody has written to or looks at; returns how many. */
    int sweep() throws InterruptedException {
        int removed = 0;
        access.tick();
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            for (Bytes room : idle(shard)) {
                removed += remove(shard, room) ? 1 : 0;
            }
        }
        access.endBatch();
        var _ = access.takeAwaited();
        return removed;
    }

    private List<Bytes> idle(int shard) {
        List<Bytes> idle = new ArrayList<>();
        byte @Nullable [] after = null;
        int looked;
        do {
            looked = 0;
            try {
                for (Room room : access.openAt(shard).streams().after(after)) {
                    if (looked == SLICE_ROOMS) {
                        break;
                    }
                    looked++;
                    after = room.name();
                    if (isIdle(room)) {
                        idle.add(Bytes.of(room.name()));
                    }
                }
            } finally {
                access.close();
            }
        } while (looked == SLICE_ROOMS);
        return idle;
    }

    private boolean isIdle(Room room) {
        return room.length() == 0
                && Requester.isRoom(room.name())
                && settings.areOf(room)
                && room.groups() == null
                && Math.max(room.created(), room.lastIdMillis()) < access.now() - settings.idleMillis()
                && audience.count(Bytes.of(room.name())) == 0;
    }

    /** Removes a room if it still is as it was: what was written meanwhile stays. */
    private boolean remove(int shard, Bytes name) throws InterruptedException {
        if (topics.roomReaderCount(name) > 0) {
            return false;
        }
        awaitRoom(name.length());
        batch.clear();
        batch.add(new StreamOperation.Delete(name));
        access.ensureServing();
        access.lock(1L << shard);
        try {
            Room room = access.shard(shard).streams().find(named(name), name.length());
            if (room == null || !isIdle(room)) {
                return false;
            }
            access.applyLocked(batch);
            return true;
        } finally {
            access.unlock(1L << shard);
        }
    }
}
