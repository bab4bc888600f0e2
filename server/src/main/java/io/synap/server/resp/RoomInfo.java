package io.synap.server.resp;

import io.synap.engine.stream.Event;
import io.synap.engine.stream.Group;
import io.synap.engine.stream.GroupConsumer;
import io.synap.engine.stream.Pending;
import io.synap.engine.stream.Room;
import io.synap.engine.stream.RoomGroups;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import org.jspecify.annotations.Nullable;

/** XINFO: what rooms, groups and consumers are like. Confined to one event loop. */
final class RoomInfo {
    private static final int COUNT_DEFAULT = 10;
    /** So many events and pending ones of each list FULL shows at most, whatever COUNT says. */
    private static final long COUNT_MAX = 1_000;

    private final RoomReader reader;

    RoomInfo(RoomReader reader) {
        this.reader = reader;
    }

    void register(CommandTable table) {
        Subcommands info = new Subcommands("XINFO");
        info.add("STREAM", -3, "Describe a room: <key> [FULL [COUNT n]].", this::stream);
        info.add("GROUPS", 3, "List the groups of a room: <key>.", this::groups);
        info.add("CONSUMERS", 4, "List the consumers of a group: <key> <group>.", this::consumers);
        table.add("XINFO", info);
    }

    private Room open(Call call) {
        Room room = reader.openToRead(call.key(2), call.length(2));
        if (room == null) {
            throw new SynapException(ErrorCode.KEY_NOT_FOUND);
        }
        return room;
    }

    private void stream(Call call) {
        boolean full = call.count() > 3;
        long count = full ? fullCount(call) : 0;
        Reply reply = call.reply();
        try {
            Room room = open(call);
            reply.map(full ? 9 : 10);
            head(reply, room);
            if (full) {
                full(reply, room, count == 0 ? COUNT_MAX : Math.min(count, COUNT_MAX));
            } else {
                reply.bulk("groups");
                reply.integer(groupCount(room));
                reply.bulk("first-entry");
                entry(reply, room.firstEvent());
                reply.bulk("last-entry");
                entry(reply, room.lastEvent());
            }
        } finally {
            reader.close();
        }
    }

    private static long fullCount(Call call) {
        boolean counted = call.count() == 6 && call.is(4, "COUNT");
        if (!call.is(3, "FULL") || (call.count() != 4 && !counted)) {
            throw GroupScope.wrongForm(call, "XINFO");
        }
        long count = counted ? call.integer(5) : COUNT_DEFAULT;
        return count < 0 ? COUNT_DEFAULT : count;
    }

    private void head(Reply reply, Room room) {
        field(reply, "length", room.length());
        field(reply, "radix-tree-keys", room.chunkCount());
        field(reply, "radix-tree-nodes", room.chunkCount() + 1L);
        reply.bulk("last-generated-id");
        EventReply.id(reply, room.lastIdMillis(), room.lastIdNumber());
        reply.bulk("max-deleted-entry-id");
        EventReply.id(reply, room.removedIdMillis(), room.removedIdNumber());
        field(reply, "entries-added", room.entriesAdded());
        reply.bulk("recorded-first-entry-id");
        long first = room.firstEvent();
        EventReply.id(reply, first == 0 ? 0 : Event.idMillis(first), first == 0 ? 0 : Event.idNumber(first));
    }

    private static void field(Reply reply, String name, long number) {
        reply.bulk(name);
        reply.integer(number);
    }

    private void entry(Reply reply, long event) {
        if (event == 0) {
            reply.nullBulk();
        } else {
            reader.write(reply, event);
        }
    }

    private static long groupCount(Room room) {
        RoomGroups groups = room.groups();
        return groups == null ? 0 : groups.size();
    }

    private void full(Reply reply, Room room, long count) {
        reply.bulk("entries");
        if (room.length() == 0) {
            reply.array(0);
        } else {
            long first = room.firstOffset();
            long last = Event.offset(room.lastEvent());
            int events = reader.countFew(room, first, last, count);
            reply.array(events);
            reader.read(reply, room, first, last, events, Long.MAX_VALUE);
        }
        reply.bulk("groups");
        reply.array((int) groupCount(room));
        RoomGroups groups = room.groups();
        if (groups != null) {
            for (Group each : groups.all()) {
                fullGroup(reply, each, count);
            }
        }
    }

    private static void fullGroup(Reply reply, Group group, long count) {
        reply.map(7);
        reply.bulk("name");
        reply.bulk(group.name());
        position(reply, group);
        field(reply, "pel-count", group.pendingCount());
        reply.bulk("pending");
        pending(reply, group, null, group.pendingCount(), count);
        reply.bulk("consumers");
        reply.array(group.consumerCount());
        for (GroupConsumer each : group.consumers()) {
            reply.map(4);
            reply.bulk("name");
            reply.bulk(each.name());
            field(reply, "seen-time", each.seenMillis());
            field(reply, "pel-count", each.pending());
            reply.bulk("pending");
            pending(reply, group, each, each.pending(), count);
        }
    }

    private static void position(Reply reply, Group group) {
        reply.bulk("last-delivered-id");
        EventReply.id(reply, group.lastIdMillis(), group.lastIdNumber());
        reply.bulk("entries-read");
        numberOrNull(reply, group.entriesRead());
        reply.bulk("lag");
        numberOrNull(reply, group.lag());
    }

    private static void numberOrNull(Reply reply, long number) {
        if (number < 0) {
            reply.nullBulk();
        } else {
            reply.integer(number);
        }
    }

    private static void pending(Reply reply, Group group, @Nullable GroupConsumer of, long present, long count) {
        int shown = (int) Math.min(present, count);
        reply.array(shown);
        if (shown == 0) {
            return;
        }
        var _ = group.visitPending(of, 0, shown, pending -> {
            reply.array(of == null ? 4 : 3);
            GroupPendingCommands.id(reply, pending);
            if (of == null) {
                GroupConsumer holder = group.holder(pending);
                reply.bulk(holder == null ? new byte[0] : holder.name());
            }
            reply.integer(Pending.handedOutAt(pending));
            reply.integer(Pending.deliveries(pending));
            return true;
        });
    }

    private void groups(Call call) {
        Reply reply = call.reply();
        try {
            Room room = open(call);
            reply.array((int) groupCount(room));
            RoomGroups groups = room.groups();
            if (groups == null) {
                return;
            }
            for (Group each : groups.all()) {
                reply.map(6);
                reply.bulk("name");
                reply.bulk(each.name());
                field(reply, "consumers", each.consumerCount());
                field(reply, "pending", each.pendingCount());
                position(reply, each);
            }
        } finally {
            reader.close();
        }
    }

    private void consumers(Call call) {
        Reply reply = call.reply();
        try {
            Group group = GroupScope.find(open(call), call.address(3), call.length(3));
            if (group == null) {
                throw GroupScope.missingInRoom(call, 2, 3);
            }
            long now = call.access().now();
            reply.array(group.consumerCount());
            for (GroupConsumer each : group.consumers()) {
                reply.map(3);
                reply.bulk("name");
                reply.bulk(each.name());
                field(reply, "pending", each.pending());
                field(reply, "idle", Math.max(0, now - each.seenMillis()));
            }
        } finally {
            reader.close();
        }
    }
}
