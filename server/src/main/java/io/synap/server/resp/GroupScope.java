package io.synap.server.resp;

import io.synap.engine.stream.Group;
import io.synap.engine.stream.Room;
import io.synap.engine.stream.RoomGroups;
import io.synap.engine.stream.StreamSpace;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.stream.DeliveryBatch;
import io.synap.server.stream.GroupCommands;
import org.jspecify.annotations.Nullable;

/** What the commands on consumer groups have in common. Confined to one event loop. */
final class GroupScope {
    private final GroupCommands commands;
    private final RoomReader reader;
    private final RespShared shared;
    private final DeliveryBatch batch = new DeliveryBatch();

    GroupScope(GroupCommands commands, RoomReader reader, RespShared shared) {
        this.commands = commands;
        this.reader = reader;
        this.shared = shared;
    }

    GroupCommands commands() {
        return commands;
    }

    RoomReader reader() {
        return reader;
    }

    RespShared shared() {
        return shared;
    }

    /** Gets ready to take what is handed out of a room, and returns what takes it. */
    DeliveryBatch batch(long room, int length, int countMax) {
        StreamSpace space =
                shared.node().engine().shard(Slots.shardOf(room, length)).streams();
        batch.begin(space, countMax, commands.limits().readBytesMax());
        return batch;
    }

    /** A group of the open room; null when there is none. */
    static @Nullable Group find(@Nullable Room room, long group, int length) {
        RoomGroups groups = room == null ? null : room.groups();
        return groups == null ? null : groups.find(group, length);
    }

    boolean exists(Call call, int room, int group) {
        Room found = reader.openToRead(call.key(room), call.length(room));
        boolean exists = find(found, call.address(group), call.length(group)) != null;
        reader.close();
        return exists;
    }

    /** What most commands say to a group that is not there. */
    void require(Call call, int room, int group) {
        if (!exists(call, room, group)) {
            throw missing(call, room, group, "");
        }
    }

    static SynapException missing(Call call, int room, int group, String where) {
        return new SynapException(
                ErrorCode.GROUP_NOT_FOUND,
                "No such key '" + text(call, room) + "' or consumer group '" + text(call, group) + "'" + where);
    }

    /** What the commands that manage groups say. */
    static SynapException missingInRoom(Call call, int room, int group) {
        return new SynapException(
                ErrorCode.GROUP_NOT_FOUND,
                "No such consumer group '" + text(call, group) + "' for key name '" + text(call, room) + "'");
    }

    static SynapException wrongForm(Call call, String container) {
        return Call.error("unknown subcommand or wrong number of arguments for '"
                + CommandTable.cText(call.arguments(), 1, 128) + "'. Try " + container + " HELP.");
    }

    private static String text(Call call, int argument) {
        return CommandTable.cText(call.arguments(), argument, call.length(argument));
    }
}
