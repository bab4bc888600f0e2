package io.synap.server.stream;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.stream.Failures;
import io.synap.engine.stream.Group;
import io.synap.engine.stream.Room;
import io.synap.engine.stream.RoomGroups;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.GroupCodec;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.Retry;
import io.synap.protocol.operation.GroupOperation.Selection;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.OperationWriter;
import io.synap.server.node.Access;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands on shared consumer groups in typed form. Confined to its access' thread. Names are native ranges
 * (address, length) that the caller keeps alive during the call. Outcomes are valid until the next call.
 *
 * <p>Sinks get what is handed out as {@link io.synap.engine.stream.Delivery}. All commands may be rejected with
 * ROOM_NOT_FOUND and GROUP_NOT_FOUND. All that write may throw {@link SynapException}; nothing has happened then.
 */
public final class GroupCommands {
    /** What a group's or a consumer's name may have, in bytes. */
    public static final int NAME_BYTES_MAX = 1024;
    /** How many events one command names at most. */
    public static final int BATCH_MAX = 65_535;

    /** Pending events, or dead letters, that one operation removes: so that no lock is held for long. */
    private static final int ITEMS_PER_OPERATION = 1_000;

    private final Access access;
    private final GroupLimits limits;
    private final OperationWriter writer = new OperationWriter();
    private int batch;

    public GroupCommands(Access access, GroupLimits limits) {
        this.access = access;
        this.limits = limits;
    }

    public Access access() {
        return access;
    }

    public GroupLimits limits() {
        return limits;
    }

    /** The configuration of a group as Redis knows it: without leases, retries and dead letters. */
    public Config plain() {
        return Config.plain(limits.pendingMax());
    }

    /**
     * Makes a group; rejected with GROUP_EXISTS, OFFSET_OUT_OF_RANGE.
     *
     * @param entriesRead how many of the room's events it counts as read; -1 unknown
     * @param makesRoom whether a room that is not there is made
     * @throws SynapException LIMIT_REACHED when there are as many groups as there may be
     */
    public Outcome create(
            long room,
            int roomLength,
            long group,
            int groupLength,
            Config config,
            Start start,
            long entriesRead,
            boolean makesRoom) {
        check(config);
        if (makesRoom) {
            StreamLimits.checkName(roomLength);
        }
        if (access.sharedGroupCount() >= limits.groupsMax() && !exists(room, roomLength, group, groupLength)) {
            throw new SynapException(
                    ErrorCode.LIMIT_REACHED, "there are " + limits.groupsMax() + " groups (limits.groups_max)");
        }
        begin(OperationType.SHARED_CREATE, room, roomLength, group, groupLength);
        GroupCodec.writeConfig(writer, config);
        GroupCodec.writeStart(writer, start);
        writer.putLong(entriesRead).putByte(makesRoom ? 1 : 0).putInt(limits.groupsMax());
        return write(Access.noSink());
    }

    private boolean exists(long room, int roomLength, long group, int groupLength) {
        try {
            Room found = access.open(room, roomLength).streams().find(room, roomLength);
            RoomGroups groups = found == null ? null : found.groups();
            return groups != null && groups.find(group, groupLength) != null;
        } finally {
            access.close();
        }
    }

    private void check(Config config) {
        boolean valid = isTime(config.leaseMillis())
                && config.deliveriesMax() >= 0
                && isTime(config.backoffMinMillis())
                && isTime(config.backoffMaxMillis())
                && config.deadLettersMax() >= 0
                && config.pendingMax() > 0
                && config.pendingMax() <= limits.pendingMax();
        if (!valid) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
    }

    private static boolean isTime(long millis) {
        return millis >= 0 && millis <= Config.MILLIS_MAX;
    }

    /** Lets a group read on from elsewhere; rejected with OFFSET_OUT_OF_RANGE. */
    public Outcome setPosition(long room, int roomLength, long group, int groupLength, Start start, long entriesRead) {
        begin(OperationType.SHARED_SET_POSITION, room, roomLength, group, groupLength);
        GroupCodec.writeStart(writer, start);
        writer.putLong(entriesRead);
        return write(Access.noSink());
    }

    public Outcome delete(long room, int roomLength, long group, int groupLength) {
        begin(OperationType.SHARED_DELETE, room, roomLength, group, groupLength);
        return write(Access.noSink());
    }

    public Outcome configure(long room, int roomLength, long group, int groupLength, Config config) {
        check(config);
        begin(OperationType.SHARED_CONFIGURE, room, roomLength, group, groupLength);
        GroupCodec.writeConfig(writer, config);
        return write(Access.noSink());
    }

    /** The outcome's number is 1, or 0 when the consumer was there; rejected with LIMIT_REACHED. */
    public Outcome createConsumer(
            long room, int roomLength, long group, int groupLength, long consumer, int consumerLength) {
        begin(OperationType.SHARED_CREATE_CONSUMER, room, roomLength, group, groupLength);
        name(consumer, consumerLength).putInt(limits.consumersMax());
        return write(Access.noSink());
    }

    /**
     * Removes a consumer. The outcome's number is how many events it had; rejected with CONSUMER_NOT_FOUND.
     *
     * @param releases whether what it had becomes available to the others; else it counts as done
     */
    public Outcome deleteConsumer(
            long room,
            int roomLength,
            long group,
            int groupLength,
            long consumer,
            int consumerLength,
            boolean releases) {
        long done = 0;
        while (true) {
            begin(OperationType.SHARED_DELETE_CONSUMER, room, roomLength, group, groupLength);
            name(consumer, consumerLength).putByte(releases ? 1 : 0).putInt(ITEMS_PER_OPERATION);
            Outcome outcome = write(Access.noSink());
            done += outcome.number();
            if (outcome.rejection() != null || outcome.itemNumber(0) == 0) {
                outcome.number(done);
                return outcome;
            }
        }
    }

    /**
     * Hands events to a consumer, which is made when it is not there: first those that came back, then new ones. The
     * outcome's number is how many. Rejected with LIMIT_REACHED when there are some, but the group has as many pending as
     * it may.
     *
     * @param count at most so many, 1 or more
     * @param noAck whether they count as acknowledged at once
     * @param leaseMillis instead of the group's; 0 for that
     */
    public Outcome read(
            long room,
            int roomLength,
            long group,
            int groupLength,
            long consumer,
            int consumerLength,
            int count,
            boolean noAck,
            long leaseMillis,
            ValueSink sink) {
        checkTime(leaseMillis);
        begin(OperationType.SHARED_READ, room, roomLength, group, groupLength);
        name(consumer, consumerLength);
        GroupCodec.writeRead(writer, bounded(count), limits.readBytesMax(), noAck, leaseMillis, limits.consumersMax());
        return write(sink);
    }

    /** Hands a consumer again what it has, behind an id; what the room has removed is gone, see Delivery. */
    public Outcome reread(
            long room,
            int roomLength,
            long group,
            int groupLength,
            long consumer,
            int consumerLength,
            long afterMillis,
            long afterNumber,
            int count,
            ValueSink sink) {
        begin(OperationType.SHARED_REREAD, room, roomLength, group, groupLength);
        name(consumer, consumerLength)
                .putLong(afterMillis)
                .putLong(afterNumber)
                .putInt(bounded(count))
                .putLong(limits.readBytesMax())
                .putInt(limits.consumersMax());
        return write(sink);
    }

    /**
     * Begins to gather ids for {@link #claim}.
     *
     * @param idleMillis only what was handed out at least so long ago
     * @param handedOutAt when it counts as handed out, milliseconds since 1970; -1 now
     * @param deliveries how often it counts as handed out; -1 once more than before
     * @param force whether what is not pending becomes so
     * @param justIds whether events are named only, which is no delivery
     * @param lastMillis with {@code lastNumber} an id up to which the group counts as having read; 0-0 none
     */
    public GroupCommands beginClaim(
            long room,
            int roomLength,
            long group,
            int groupLength,
            long consumer,
            int consumerLength,
            long idleMillis,
            long handedOutAt,
            long deliveries,
            boolean force,
            boolean justIds,
            long lastMillis,
            long lastNumber) {
        begin(OperationType.SHARED_CLAIM, room, roomLength, group, groupLength);
        name(consumer, consumerLength)
                .putLong(Math.max(0, idleMillis))
                .putLong(handedOutAt)
                .putLong(deliveries)
                .putByte(force ? 1 : 0)
                .putByte(justIds ? 1 : 0)
                .putLong(lastMillis)
                .putLong(lastNumber)
                .putInt(limits.consumersMax());
        return this;
    }

    public GroupCommands claiming(long millis, long number) {
        count();
        writer.putLong(millis).putLong(number);
        return this;
    }

    /** Gives the consumer those of the gathered that may be; the outcome's number is how many. */
    public Outcome claim(ValueSink sink) {
        return write(sink);
    }

    /**
     * Gives a consumer what is pending for at least so long, from an id on. The sink also gets what is gone, and last, if
     * there is more, the cursor; see Delivery. The outcome's number is how many were given.
     */
    public Outcome autoClaim(
            long room,
            int roomLength,
            long group,
            int groupLength,
            long consumer,
            int consumerLength,
            long idleMillis,
            long startMillis,
            long startNumber,
            int count,
            boolean justIds,
            ValueSink sink) {
        begin(OperationType.SHARED_AUTO_CLAIM, room, roomLength, group, groupLength);
        name(consumer, consumerLength)
                .putLong(Math.max(0, idleMillis))
                .putLong(startMillis)
                .putLong(startNumber)
                .putInt(bounded(count))
                .putLong(limits.readBytesMax())
                .putByte(justIds ? 1 : 0)
                .putInt(limits.consumersMax());
        return write(sink);
    }

    /** Begins to gather what is done, for {@link #settle}. */
    public GroupCommands beginAck(long room, int roomLength, long group, int groupLength) {
        return begin(OperationType.SHARED_ACK, room, roomLength, group, groupLength);
    }

    /** Begins to gather what is given back, for {@link #settle}; {@link Retry.Never} rejects it. */
    public GroupCommands beginNack(
            long room, int roomLength, long group, int groupLength, Retry retry, long error, int errorLength) {
        if (retry instanceof Retry.After after) {
            checkTime(after.delayMillis());
        }
        begin(OperationType.SHARED_NACK, room, roomLength, group, groupLength);
        GroupCodec.writeRetry(writer, retry);
        writer.putBytes(error, Math.min(errorLength, Failures.ERROR_BYTES_MAX));
        return this;
    }

    /** Begins to gather leases that are to end so long from now, 0 for the group's, for {@link #settle}. */
    public GroupCommands beginExtend(long room, int roomLength, long group, int groupLength, long leaseMillis) {
        checkTime(leaseMillis);
        begin(OperationType.SHARED_EXTEND, room, roomLength, group, groupLength);
        writer.putLong(leaseMillis);
        return this;
    }

    /** Names a pending event by its id, whoever has it. */
    public GroupCommands id(long millis, long number) {
        count();
        GroupCodec.writeTarget(writer, GroupCodec.TARGET_ID, millis, number);
        return this;
    }

    /** Names a pending event by its offset and its hand-out; 0 is any hand-out. */
    public GroupCommands handOut(long offset, long handOut) {
        count();
        GroupCodec.writeTarget(writer, GroupCodec.TARGET_HAND_OUT, offset, handOut);
        return this;
    }

    /**
     * Does what was begun to all that was gathered. The outcome's number is for how many it was done; its items say for
     * each why not: EVENT_NOT_FOUND, LEASE_LOST. An extension's item number is when the lease ends.
     */
    public Outcome settle() {
        return write(Access.noSink());
    }

    /** Gives dead letters another try at once. The outcome's items: EVENT_NOT_FOUND when it or its event is gone. */
    public Outcome redrive(long room, int roomLength, long group, int groupLength, List<Long> offsets) {
        return redrive(room, roomLength, group, groupLength, new Selection.Offsets(offsets), 0, 0);
    }

    /**
     * Begins to give another try to all dead letters that match, in the background. Rejected with LIMIT_REACHED when that
     * is already going on.
     *
     * @param itemsMax so many in all; 0 any number
     * @param perSecond 0 as fast as can be
     */
    public Outcome beginRedrive(
            long room,
            int roomLength,
            long group,
            int groupLength,
            Selection.Matching matching,
            long itemsMax,
            int perSecond) {
        return redrive(room, roomLength, group, groupLength, matching, itemsMax, perSecond);
    }

    private Outcome redrive(
            long room, int roomLength, long group, int groupLength, Selection selection, long itemsMax, int perSecond) {
        if (itemsMax < 0 || perSecond < 0) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
        begin(OperationType.SHARED_REDRIVE, room, roomLength, group, groupLength);
        writer.putLong(itemsMax).putInt(perSecond);
        select(selection);
        return write(Access.noSink());
    }

    /** Ends the redrive in the background, if any. */
    public Outcome cancelRedrive(long room, int roomLength, long group, int groupLength) {
        begin(OperationType.SHARED_CONTROL_REDRIVE, room, roomLength, group, groupLength);
        writer.putByte(0);
        return write(Access.noSink());
    }

    /** Lets the redrive in the background go on after its circuit opened. */
    public Outcome resumeRedrive(long room, int roomLength, long group, int groupLength) {
        begin(OperationType.SHARED_CONTROL_REDRIVE, room, roomLength, group, groupLength);
        writer.putByte(1);
        return write(Access.noSink());
    }

    /** Removes dead letters; the outcome's number is how many, its items: EVENT_NOT_FOUND. */
    public Outcome purge(long room, int roomLength, long group, int groupLength, List<Long> offsets) {
        begin(OperationType.SHARED_PURGE, room, roomLength, group, groupLength);
        writer.putLong(0).putInt(0);
        select(new Selection.Offsets(offsets));
        return write(Access.noSink());
    }

    /** Removes all dead letters that match; the outcome's number is how many. */
    public Outcome purge(long room, int roomLength, long group, int groupLength, Selection.Matching matching) {
        long done = 0;
        long from = 0;
        while (true) {
            begin(OperationType.SHARED_PURGE, room, roomLength, group, groupLength);
            writer.putLong(from).putInt(ITEMS_PER_OPERATION);
            select(matching);
            Outcome outcome = write(Access.noSink());
            done += outcome.number();
            if (outcome.rejection() != null || outcome.itemNumber(0) < 0) {
                outcome.number(done);
                return outcome;
            }
            from = outcome.itemNumber(0);
        }
    }

    /**
     * Reads about a group under its shard's lock, so briefly; what is long goes in slices, see {@link Group}.
     *
     * @throws SynapException ROOM_NOT_FOUND, GROUP_NOT_FOUND
     */
    public <T extends @Nullable Object> T inspect(
            long room, int roomLength, long group, int groupLength, Function<Group, T> reader) {
        return inspectAll(room, roomLength, groups -> {
            Group found = groups == null ? null : groups.find(group, groupLength);
            if (found == null) {
                throw new SynapException(ErrorCode.GROUP_NOT_FOUND);
            }
            return reader.apply(found);
        });
    }

    /**
     * Reads about all groups of a room under its shard's lock; null when it never had one.
     *
     * @throws SynapException ROOM_NOT_FOUND
     */
    public <T extends @Nullable Object> T inspectAll(
            long room, int roomLength, Function<@Nullable RoomGroups, T> reader) {
        Room found = access.open(room, roomLength).streams().find(room, roomLength);
        try {
            if (found == null) {
                throw new SynapException(ErrorCode.ROOM_NOT_FOUND);
            }
            return reader.apply(found.groups());
        } finally {
            access.close();
        }
    }

    private GroupCommands begin(byte type, long room, int roomLength, long group, int groupLength) {
        batch = 0;
        writer.begin(type, room, roomLength);
        name(group, groupLength);
        return this;
    }

    private OperationWriter name(long name, int length) {
        if (length > NAME_BYTES_MAX) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
        return writer.putBytes(name, length);
    }

    private void select(Selection selection) {
        if (selection instanceof Selection.Offsets some && some.offsets().size() > BATCH_MAX) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
        GroupCodec.writeSelection(writer, selection);
    }

    private void count() {
        if (++batch > BATCH_MAX) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
    }

    private int bounded(int count) {
        return Math.max(1, Math.min(count, limits.countMax()));
    }

    private static void checkTime(long millis) {
        if (!isTime(millis)) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
    }

    private Outcome write(ValueSink sink) {
        return access.write(writer.end(), sink);
    }
}
