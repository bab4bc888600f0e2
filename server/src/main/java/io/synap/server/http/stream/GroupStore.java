package io.synap.server.http.stream;

import io.synap.engine.Outcome;
import io.synap.engine.stream.Group;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.NativeText;
import io.synap.server.stream.DeliveryBatch;
import io.synap.server.stream.GroupCommands;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands on a room's shared groups as HTTP uses them: names are filled into {@link RoomStore#room} and
 * {@link #group}, errors are thrown. Confined to one event loop.
 */
final class GroupStore {
    final RoomStore rooms;
    final NativeText group = new NativeText();
    final NativeText consumer = new NativeText();

    private final GroupCommands commands;
    private final ExclusiveRoomGroups exclusive;
    private final DeliveryBatch batch = new DeliveryBatch();

    GroupStore(RoomStore rooms, GroupCommands commands, ExclusiveRoomGroups exclusive) {
        this.rooms = rooms;
        this.commands = commands;
        this.exclusive = exclusive;
    }

    ExclusiveRoomGroups exclusive() {
        return exclusive;
    }

    GroupCommands commands() {
        return commands;
    }

    NativeText room() {
        return rooms.room;
    }

    /** The room and the group that a path names. */
    void names(Exchange exchange) {
        rooms.room(exchange);
        exchange.path(1, group);
        checkName();
    }

    private void checkName() {
        if (group.length() > GroupCommands.NAME_BYTES_MAX) {
            throw new SynapException(
                    ErrorCode.INVALID_ARGUMENT, "the group's name exceeds " + GroupCommands.NAME_BYTES_MAX + " bytes");
        }
    }

    private void checkShared() {
        if (isExclusive()) {
            throw new SynapException(
                    ErrorCode.WRONG_TYPE,
                    "the group is exclusive: its members read the room's events and commit offsets, see members and"
                            + " offsets below it");
        }
    }

    /** Whether there is only an exclusive group of that name. */
    boolean isExclusive() {
        return exclusive.has(room(), group) && !exists();
    }

    /** The room and the group that a command names. */
    void names(CommandCall call) {
        rooms.room(call);
        call.name(1, group, "group");
        checkName();
    }

    /**
     * The room and the group that a command names, for what only shared groups do.
     *
     * @throws SynapException WRONG_TYPE when it is an exclusive one
     */
    void shared(CommandCall call) {
        names(call);
        checkShared();
    }

    /** Makes sure that the log takes that many bytes beside the names. */
    void room(long bytes) {
        rooms.room(bytes + group.length() + consumer.length());
    }

    /**
     * Looks into the group under its shard's lock.
     *
     * @throws SynapException ROOM_NOT_FOUND, GROUP_NOT_FOUND
     */
    <T extends @Nullable Object> T with(Function<Group, T> use) {
        return commands.inspect(room().address(), room().length(), group.address(), group.length(), use);
    }

    boolean exists() {
        return commands.inspectAll(
                room().address(),
                room().length(),
                groups -> groups != null && groups.find(group.address(), group.length()) != null);
    }

    /** Gets ready to take so many deliveries out of the room. */
    DeliveryBatch batch(int countMax) {
        int shard = Slots.shardOf(room().address(), room().length());
        batch.begin(
                rooms.engine().shard(shard).streams(),
                countMax,
                commands.limits().readBytesMax());
        return batch;
    }

    static Outcome checked(Outcome outcome) {
        return RoomStore.checked(outcome);
    }
}
