package io.synap.engine.stream;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.GroupCodec;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.Start;
import org.jspecify.annotations.Nullable;

/** Executes what makes and changes groups and their consumers. Confined to its shard's lock. */
final class GroupAdmin {
    private final GroupSpace space;
    private final StreamSpace rooms;
    private final BodyReader body;

    GroupAdmin(GroupSpace space, StreamSpace rooms, BodyReader body) {
        this.space = space;
        this.rooms = rooms;
        this.body = body;
    }

    void create(
            long operation, @Nullable Room present, long name, int length, long sequence, long now, Outcome outcome) {
        Config config = GroupCodec.readConfig(body);
        Start start = GroupCodec.readStart(body);
        long entriesRead = body.getLong();
        boolean makesRoom = body.getByte() != 0;
        int groupsMax = body.getInt();
        ErrorCode error = refuse(present, name, length, start, makesRoom, groupsMax);
        if (error != null) {
            outcome.rejected(error, 0);
            return;
        }
        Room room = present == null ? rooms.createRoom(operation, sequence, now) : present;
        Group group = space.create(room, Memory.toArray(name, length), config);
        place(group, start);
        group.entriesRead = entriesRead;
        outcome.applied(sequence);
    }

    private static @Nullable ErrorCode refuse(
            @Nullable Room room, long name, int length, Start start, boolean makesRoom, int groupsMax) {
        if (room == null && !makesRoom) {
            return ErrorCode.ROOM_NOT_FOUND;
        }
        RoomGroups groups = room == null ? null : room.groups;
        if (groups != null && groups.find(name, length) != null) {
            return ErrorCode.GROUP_EXISTS;
        }
        if (groups != null && groups.size() >= groupsMax) {
            return ErrorCode.LIMIT_REACHED;
        }
        return isWithin(start, room == null ? 0 : room.nextOffset()) ? null : ErrorCode.OFFSET_OUT_OF_RANGE;
    }

    private static boolean isWithin(Start start, long nextOffset) {
        return !(start instanceof Start.At at) || (at.offset() >= 0 && at.offset() <= nextOffset);
    }

    /** Whether it changed anything, as of all that follow. */
    boolean setPosition(Group group, Outcome outcome) {
        Start start = GroupCodec.readStart(body);
        if (!isWithin(start, group.room.nextOffset())) {
            outcome.rejected(ErrorCode.OFFSET_OUT_OF_RANGE, 0);
            return false;
        }
        place(group, start);
        group.entriesRead = body.getLong();
        if (group.room.ceiling(group.cursor) >= 0) {
            rooms.ready(group.room);
        }
        return true;
    }

    private static void place(Group group, Start start) {
        Room room = group.room;
        switch (start) {
            case Start.AfterId id -> goBehind(group, id.millis(), id.number());
            case Start.First ignored -> goBehind(group, 0, 0);
            case Start.Last ignored -> {
                group.lastMillis = room.lastIdMillis();
                group.lastNumber = room.lastIdNumber();
                group.cursor = room.nextOffset();
            }
            case Start.At at -> goTo(group, at.offset());
        }
    }

    private static void goTo(Group group, long offset) {
        Room room = group.room;
        long next = room.ceiling(offset);
        if (next < 0) {
            group.lastMillis = room.lastIdMillis();
            group.lastNumber = room.lastIdNumber();
        } else {
            // The greatest id before that of the event.
            long event = room.event(next);
            long number = Event.idNumber(event);
            group.lastMillis = number == 0 ? Event.idMillis(event) - 1 : Event.idMillis(event);
            group.lastNumber = number - 1;
        }
        group.cursor = offset;
    }

    /** The group is to be given what has a greater id. */
    static void goBehind(Group group, long millis, long number) {
        group.lastMillis = millis;
        group.lastNumber = number;
        long next = ceilingBehind(group.room, millis, number);
        group.cursor = next < 0 ? group.room.nextOffset() : next;
    }

    /** The offset of the first event with a greater id; -1 when there is none. */
    static long ceilingBehind(Room room, long millis, long number) {
        if (number != -1) {
            return room.ceilingOfId(millis, number + 1);
        }
        return millis == -1 ? -1 : room.ceilingOfId(millis + 1, 0);
    }

    boolean configure(Group group) {
        Config config = GroupCodec.readConfig(body);
        boolean changes = !config.equals(group.config);
        if (config.pendingMax() > group.config.pendingMax()) {
            rooms.ready(group.room);
        }
        group.config = config;
        return changes;
    }

    boolean createConsumer(Group group, long now, Outcome outcome) {
        long name = body.bytes();
        int length = body.bytesLength();
        int consumersMax = body.getInt();
        if (group.consumer(name, length) != null) {
            return false;
        }
        GroupConsumer made = space.consumer(group, name, length, consumersMax, now, outcome);
        outcome.number(made == null ? 0 : 1);
        return made != null;
    }

    boolean deleteConsumer(Group group, Outcome outcome) {
        long name = body.bytes();
        GroupConsumer consumer = group.consumer(name, body.bytesLength());
        boolean releases = body.getByte() != 0;
        int itemsMax = body.getInt();
        if (consumer == null) {
            outcome.rejected(ErrorCode.CONSUMER_NOT_FOUND, 0);
            return false;
        }
        long offset = group.ledger.nextOf(consumer.slot, 0);
        int done = 0;
        for (; offset >= 0 && done < itemsMax; done++) {
            long block = group.pending(offset);
            if (releases) {
                group.ledger.release(block);
            } else {
                group.ledger.remove(block);
            }
            offset = group.ledger.nextOf(consumer.slot, offset + 1);
        }
        outcome.number(done);
        outcome.item(null, consumer.pending);
        if (consumer.pending == 0) {
            space.removeConsumer(group, consumer);
        }
        if (done > 0) {
            rooms.ready(group.room);
        }
        return true;
    }
}
