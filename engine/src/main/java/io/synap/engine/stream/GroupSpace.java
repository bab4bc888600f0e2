package io.synap.engine.stream;

import io.synap.engine.Family;
import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.index.OrderedIndex;
import io.synap.engine.memory.KeyHash;
import io.synap.engine.retry.RedriveJob;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.GroupCodec;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.OperationType;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The shared groups of a shard's rooms. Confined to its shard's lock.
 *
 * <p>Groups are numbered in the order in which they were made, and a number is never used again while the shard is
 * loaded. So what is due at once is done in the same order on every copy.
 */
final class GroupSpace {
    private static final int FREED_PER_TIDY = 64;

    private final StreamSpace rooms;
    private final ImageUnits units;
    private final long hashSeed;
    private final GroupMemory memory;
    /** (when something is due, the group's number). */
    private final OrderedIndex schedule;

    private final TreeMap<Integer, Group> groups = new TreeMap<>();
    /** A group that is gone, and the last image that contains it. */
    private record Gone(Group group, long lastImage) {}

    /** Those that are gone and not yet freed, in the order in which they went. */
    private final ArrayDeque<Gone> freed = new ArrayDeque<>();

    private volatile int count;
    private int lastNumber;
    /** While an image is restored: blocks by the number of their group. */
    private final Map<Integer, GroupRestore> restored = new HashMap<>();

    private final BodyReader body = new BodyReader();
    private final GroupAdmin admin;
    private final GroupReads reads;
    private final GroupClaims claims;
    private final GroupSettlement settlement;
    private final GroupDeadLetters deadLetters;

    /** @param usage is told how many more logical bytes are used */
    GroupSpace(Family.Parts parts, StreamSpace rooms, LongConsumer usage) {
        this.rooms = rooms;
        this.units = parts.units();
        this.hashSeed = parts.hashSeed();
        this.memory = new GroupMemory(parts.pool(), usage);
        this.schedule = new OrderedIndex(memory.indexes);
        this.settlement = new GroupSettlement(rooms, body);
        this.admin = new GroupAdmin(this, rooms, body);
        this.reads = new GroupReads(this, settlement, body);
        this.claims = new GroupClaims(this, settlement, body);
        this.deadLetters = new GroupDeadLetters(rooms, body);
    }

    /** How many groups there are. From any thread. */
    int count() {
        return count;
    }

    /** Executes an operation on a group. */
    void execute(long operation, long sequence, long now, Outcome outcome, ValueSink sink) {
        Room room = rooms.find(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
        body.of(operation);
        long name = body.bytes();
        int length = body.bytesLength();
        byte type = EncodedOperation.type(operation);
        if (type == OperationType.SHARED_CREATE) {
            admin.create(operation, room, name, length, sequence, now, outcome);
            return;
        }
        if (room == null) {
            outcome.rejected(ErrorCode.ROOM_NOT_FOUND, 0);
            return;
        }
        RoomGroups itsGroups = room.groups;
        Group group = itsGroups == null ? null : itsGroups.find(name, length);
        if (group == null) {
            outcome.rejected(ErrorCode.GROUP_NOT_FOUND, 0);
            return;
        }
        if (type == OperationType.SHARED_DELETE) {
            delete(group);
            outcome.applied(sequence);
            return;
        }
        units.beforeChange(group);
        long protectedBefore = group.protectedOffset();
        if (execute(type, group, now, outcome, sink)) {
            outcome.applied(sequence);
            changed(group, protectedBefore);
        }
    }

    /** Whether anything changed. */
    private boolean execute(byte type, Group group, long now, Outcome outcome, ValueSink sink) {
        return switch (type) {
            case OperationType.SHARED_SET_POSITION -> admin.setPosition(group, outcome);
            case OperationType.SHARED_CONFIGURE -> admin.configure(group);
            case OperationType.SHARED_CREATE_CONSUMER -> admin.createConsumer(group, now, outcome);
            case OperationType.SHARED_DELETE_CONSUMER -> admin.deleteConsumer(group, outcome);
            case OperationType.SHARED_READ -> reads.read(group, now, outcome, sink);
            case OperationType.SHARED_REREAD -> reads.reread(group, now, outcome, sink);
            case OperationType.SHARED_CLAIM -> claims.claim(group, now, outcome, sink);
            case OperationType.SHARED_AUTO_CLAIM -> claims.autoClaim(group, now, outcome, sink);
            case OperationType.SHARED_ACK -> settlement.ack(group, outcome);
            case OperationType.SHARED_NACK -> settlement.nack(group, now, outcome);
            case OperationType.SHARED_EXTEND -> settlement.extend(group, now, outcome);
            case OperationType.SHARED_REDRIVE -> deadLetters.redrive(group, now, outcome);
            case OperationType.SHARED_CONTROL_REDRIVE -> deadLetters.control(group, now);
            case OperationType.SHARED_PURGE -> deadLetters.purge(group, outcome);
            default -> throw new IllegalArgumentException("unknown operation type " + type);
        };
    }

    private void changed(Group group, long protectedBefore) {
        reschedule(group);
        if (group.protectedOffset() != protectedBefore) {
            rooms.protectionChanged(group.room);
        }
    }

    private void reschedule(Group group) {
        long deadline = group.deadline();
        if (deadline != group.scheduled) {
            unschedule(group);
            group.scheduled = deadline;
            if (deadline != Long.MAX_VALUE) {
                schedule.insert(deadline, group.number, 0);
            }
        }
    }

    private void unschedule(Group group) {
        if (group.scheduled != Long.MAX_VALUE) {
            var _ = schedule.remove(group.scheduled, group.number);
            group.scheduled = Long.MAX_VALUE;
        }
    }

    long nextDeadline() {
        return schedule.firstMajor();
    }

    /** Does at most so many of the things that are due; returns how many. */
    long advance(long most, long now) {
        long done = 0;
        while (done < most && schedule.firstMajor() <= now) {
            Group group = groups.get((int) schedule.firstMinor());
            if (group == null) {
                throw new IllegalStateException("something is due in a group that is not there");
            }
            units.beforeChange(group);
            long protectedBefore = group.protectedOffset();
            RedriveJob job = group.redrive;
            if (job != null && job.due() <= group.ledger.firstDeadline()) {
                done += deadLetters.step(group, job, now);
            } else {
                settlement.due(group, now);
                done++;
            }
            changed(group, protectedBefore);
        }
        return done;
    }

    /** Makes a group, at no position yet. */
    Group create(Room room, byte[] name, Config config) {
        Group group = newGroup(room, name, ++lastNumber, config);
        groups.put(group.number, group);
        count = groups.size();
        units.add(group);
        groupsOf(room).add(group);
        memory.used(Group.OVERHEAD_BYTES + (long) name.length);
        return group;
    }

    private Group newGroup(Room room, byte[] name, int number, Config config) {
        return new Group(room, name, number, config, memory, units, hashSeed);
    }

    private RoomGroups groupsOf(Room room) {
        RoomGroups present = room.groups;
        if (present == null) {
            present = new RoomGroups(hashSeed);
            room.groups = present;
        }
        return present;
    }

    GroupConsumer createConsumer(Group group, byte[] name, long now) {
        GroupConsumer consumer = new GroupConsumer(name, ++group.lastConsumer, now);
        group.addConsumer(consumer);
        memory.used(Group.CONSUMER_OVERHEAD_BYTES + (long) name.length);
        return consumer;
    }

    /**
     * The consumer with a name, which is made when it is not there.
     *
     * @return null when there may be no more, of which the outcome is told
     */
    @Nullable
    GroupConsumer consumer(Group group, long name, int length, int consumersMax, long now, Outcome outcome) {
        GroupConsumer consumer = group.consumer(name, length);
        if (consumer == null) {
            if (group.consumerCount() >= consumersMax) {
                outcome.rejected(ErrorCode.LIMIT_REACHED, 0);
                return null;
            }
            consumer = createConsumer(group, Memory.toArray(name, length), now);
        }
        consumer.seen(now);
        return consumer;
    }

    void removeConsumer(Group group, GroupConsumer consumer) {
        group.removeConsumer(consumer);
        memory.used(-Group.CONSUMER_OVERHEAD_BYTES - (long) consumer.name().length);
    }

    private void delete(Group group) {
        RoomGroups present = groupsOf(group.room);
        remove(group);
        present.remove(group);
        if (group.config.protectsEvents()) {
            rooms.protectionChanged(group.room);
        }
        // Who waits for it is to learn that it is gone.
        rooms.ready(group.room);
    }

    /** A room goes, and its groups with it. */
    void roomRemoved(Room room) {
        RoomGroups present = room.groups;
        if (present != null) {
            present.all().forEach(this::remove);
            room.groups = null;
        }
    }

    /** Takes a group out of the state; what was pending in it is freed in slices. */
    private void remove(Group group) {
        units.beforeChange(group);
        units.remove(group);
        unschedule(group);
        groups.remove(group.number);
        count = groups.size();
        memory.used(-group.usedBytes());
        freed.add(new Gone(group, group.ledger.retire()));
    }

    /** Puts back a group's description. */
    void restoreGroup(Room room, long item) {
        body.of(item);
        int number = body.getInt();
        byte[] name = body.array();
        GroupRestore parts = restored.computeIfAbsent(number, _ -> new GroupRestore());
        Group group = newGroup(room, name, number, GroupCodec.readConfig(body));
        if (parts.group != null || number <= 0) {
            throw new IllegalStateException("image: a group occurs twice");
        }
        parts.group = group;
        GroupImage.read(group, body);
    }

    /** Puts back pending events or dead letters. */
    void restoreEntries(long item) {
        body.of(item);
        int number = body.getInt();
        GroupRestore parts = restored.computeIfAbsent(number, _ -> new GroupRestore());
        while (body.hasMore()) {
            parts.add(GroupImage.readEntry(body, number, memory));
        }
    }

    void restoreEnd() {
        for (GroupRestore parts : restored.values()) {
            Group group = parts.group;
            if (group == null) {
                throw new IllegalStateException("image: pending events of a group that is not there");
            }
            groups.put(group.number, group);
            units.add(group);
            groupsOf(group.room).add(group);
            lastNumber = Math.max(lastNumber, group.number);
            memory.used(Group.OVERHEAD_BYTES + (long) group.name().length);
            for (GroupConsumer consumer : group.consumers()) {
                memory.used(Group.CONSUMER_OVERHEAD_BYTES + (long) consumer.name().length);
            }
            parts.attach(group);
            reschedule(group);
        }
        restored.clear();
        count = groups.size();
    }

    /** Housekeeping in a small slice; true if there is more to do. */
    boolean tidy() {
        boolean more = freeSome();
        return memory.blocks.empty(this::move) || more;
    }

    /** True if there is more to free now; what an image has still to read waits for it. */
    private boolean freeSome() {
        Gone first = freed.peek();
        if (first == null || units.isRead(first.lastImage())) {
            return false;
        }
        if (!first.group().ledger.freeSlice(FREED_PER_TIDY)) {
            freed.remove();
        }
        return !freed.isEmpty();
    }

    private void move(long block) {
        Group group = groups.get(Pending.group(block));
        for (Gone gone : freed) {
            group = gone.group().number == Pending.group(block) ? gone.group() : group;
        }
        if (group == null || !group.ledger.has(block)) {
            return;
        }
        long target = memory.blocks.allocate(Pending.BYTES);
        Memory.copy(block, target, Pending.BYTES);
        group.ledger.moved(target);
        memory.blocks.free(block);
    }

    long digest() {
        long digest = 0;
        for (Group group : groups.values()) {
            digest = KeyHash.mix(digest, GroupDigest.of(group));
        }
        return digest;
    }

    void reset() {
        groups.clear();
        count = 0;
        freed.clear();
        restored.clear();
        schedule.forget();
        memory.freeAll();
        lastNumber = 0;
    }

    /** Physical bytes of blocks and nodes. */
    long slabBytes() {
        return memory.blocks.pageBytes() + memory.failures.pageBytes() + memory.indexes.pageBytes();
    }
}
