package io.synap.server.topic;

import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.engine.stream.Room;
import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.TopicState;
import io.synap.protocol.Partitions;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.OperationWriter;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.TopicCodec;
import io.synap.protocol.operation.TopicOperation;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import io.synap.server.node.Access;
import io.synap.server.node.OperationBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The commands on topics and exclusive groups in typed form: every transport parses its own syntax, calls
 * these, and writes its own replies. Confined to its access' thread.
 *
 * <p>What is refused is thrown as {@link SynapException} with its code, and nothing has happened then. The
 * caller asks for room in the log first, see {@link #bytesMax}.
 */
public final class TopicCommands {
    /** What one operation of a batch takes beside its names. */
    private static final int OPERATION_BYTES_MAX = 128;

    private static final int OFFSET_BYTES = 12;
    /** What an empty room and a group cost beside their names and partitions. */
    private static final int ROOM_BYTES = 640;

    private static final int GROUP_BYTES = 256;
    private static final int DELETE_ATTEMPTS_MAX = 8;
    private static final Comparator<Bytes> BY_NAME =
            (left, right) -> Arrays.compareUnsigned(left.toArray(), right.toArray());

    private final Access access;
    private final TopicLimits limits;
    private final OperationBatch batch = new OperationBatch();
    private final OperationWriter writer = new OperationWriter();
    private final NativeName name = new NativeName();
    private final List<Bytes> published = new ArrayList<>();
    private LongConsumer appended = operation -> {};

    public TopicCommands(Access access, TopicLimits limits) {
        this.access = access;
        this.limits = limits;
    }

    /** From now on shows this each encoded append that was applied, while it is there. */
    public TopicCommands onAppended(LongConsumer listener) {
        appended = listener;
        return this;
    }

    public Access access() {
        return access;
    }

    public TopicLimits limits() {
        return limits;
    }

    /** The most that a command takes in the log which carries so many offsets or concerns so many rooms. */
    public static long bytesMax(int count) {
        return 4L * OPERATION_BYTES_MAX
                + 3L * TopicLimits.NAME_BYTES_MAX
                + (long) count * (OPERATION_BYTES_MAX + TopicLimits.NAME_BYTES_MAX + OFFSET_BYTES);
    }

    // Topics.

    /**
     * Makes a topic with its partitions' rooms, as one.
     *
     * @throws SynapException TOPIC_EXISTS; ROOM_EXISTS when a room has a partition's name; LIMIT_REACHED,
     *     INVALID_ARGUMENT, OUT_OF_MEMORY
     */
    public void createTopic(Bytes topic, int partitions, Settings settings) {
        checkName(topic, "a topic's name");
        if (partitions < 1 || partitions > limits.partitionsMax()) {
            throw invalid("a topic has 1 to " + limits.partitionsMax() + " partitions (limits.partitions_max)");
        }
        if (count(shard -> shard.streams().roomCount()) + partitions > limits.roomsMax()) {
            throw new SynapException(
                    ErrorCode.LIMIT_REACHED,
                    "there would be more than " + limits.roomsMax() + " rooms (limits.rooms_max)");
        }
        access.ensureServing();
        access.admit((long) partitions * (topic.length() + ROOM_BYTES));
        batch.clear();
        batch.add(new TopicOperation.CreateTopic(topic, partitions));
        long shards = shardOf(topic);
        for (int partition = 0; partition < partitions; partition++) {
            Bytes room = room(topic, partition);
            batch.add(new StreamOperation.Configure(room, Mode.CREATE, settings));
            shards |= shardOf(room);
        }
        access.lock(shards);
        try {
            if (findTopic(topic) != null) {
                throw new SynapException(ErrorCode.TOPIC_EXISTS);
            }
            for (int partition = 0; partition < partitions; partition++) {
                Bytes room = room(topic, partition);
                if (findRoom(room) != null) {
                    throw new SynapException(ErrorCode.ROOM_EXISTS, "the room '" + room + "' exists");
                }
            }
            access.applyLocked(batch);
        } finally {
            access.unlock(shards);
        }
    }

    /**
     * Removes a topic with its partitions, their events, and the groups that read it, as one.
     *
     * @throws SynapException TOPIC_NOT_FOUND
     */
    public void deleteTopic(Bytes topic) {
        delete(Source.TOPIC, topic);
    }

    /**
     * Removes a room with its events and the exclusive groups that read it, as one.
     *
     * @throws SynapException ROOM_NOT_FOUND
     */
    public void deleteRoom(Bytes room) {
        delete(Source.ROOM, room);
    }

    /**
     * Groups lie in the shards of their own names. So they are looked for first; then, with everything
     * locked, it only has to be seen that there are still the same.
     */
    private void delete(Source kind, Bytes source) {
        access.ensureServing();
        for (int attempt = 0; attempt < DELETE_ATTEMPTS_MAX; attempt++) {
            Set<Bytes> rooms = kind == Source.ROOM ? Set.of(source) : rooms(topic(source));
            List<Bytes> groups = readers(kind, source, rooms);
            batch.clear();
            if (kind == Source.TOPIC) {
                batch.add(new TopicOperation.DeleteTopic(source));
            }
            // What is a partition may have been deleted as a room; that operation then simply does nothing.
            rooms.forEach(room -> batch.add(new StreamOperation.Delete(room)));
            groups.forEach(group -> batch.add(new TopicOperation.DeleteGroup(group)));
            if (deleteLocked(kind, source, rooms, groups)) {
                return;
            }
        }
        throw new SynapException(ErrorCode.OVERLOADED, "groups that read this come and go too fast; retry later");
    }

    private boolean deleteLocked(Source kind, Bytes source, Set<Bytes> rooms, List<Bytes> groups) {
        access.lock(-1L);
        try {
            if (kind == Source.ROOM && findRoom(source) == null) {
                throw new SynapException(ErrorCode.ROOM_NOT_FOUND);
            }
            if (kind == Source.TOPIC) {
                TopicState topic = findTopic(source);
                if (topic == null) {
                    throw new SynapException(ErrorCode.TOPIC_NOT_FOUND);
                }
                if (topic.partitions() != rooms.size()) {
                    return false;
                }
            }
            List<Bytes> present = new ArrayList<>();
            for (int index = 0; index < Slots.SHARDS; index++) {
                addReaders(access.shard(index), kind, source, rooms, present);
            }
            if (!present.equals(groups)) {
                return false;
            }
            access.applyLocked(batch);
            return true;
        } finally {
            access.unlock(-1L);
        }
    }

    private static Set<Bytes> rooms(TopicState topic) {
        Set<Bytes> rooms = new LinkedHashSet<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            rooms.add(room(topic.name(), partition));
        }
        return rooms;
    }

    /** The groups of a topic or room, and of the rooms. */
    private List<Bytes> readers(Source kind, Bytes source, Set<Bytes> rooms) {
        List<Bytes> groups = new ArrayList<>();
        for (int index = 0; index < Slots.SHARDS; index++) {
            Shard shard = access.openAt(index);
            try {
                addReaders(shard, kind, source, rooms, groups);
            } finally {
                access.close();
            }
        }
        return groups;
    }

    private static void addReaders(Shard shard, Source kind, Bytes source, Set<Bytes> rooms, List<Bytes> target) {
        if (kind == Source.TOPIC) {
            target.addAll(shard.topics().groupsOf(Source.TOPIC, Set.of(source)));
        }
        target.addAll(shard.topics().groupsOf(Source.ROOM, rooms));
    }

    /** How many offsets or rooms a deletion concerns, for {@link #bytesMax}. */
    public int readerCount(Bytes topic) {
        TopicState state = topic(topic);
        Set<Bytes> rooms = rooms(state);
        return rooms.size() + readers(Source.TOPIC, topic, rooms).size();
    }

    /** The topic of that name, null if there is none. */
    public @Nullable TopicState findTopicByName(Bytes topic) {
        Shard shard = access.open(name.set(topic), name.length());
        try {
            return shard.topics().topic(name.address(), name.length());
        } finally {
            access.close();
        }
    }

    /** @throws SynapException TOPIC_NOT_FOUND */
    public TopicState topic(Bytes topic) {
        TopicState state = findTopicByName(topic);
        if (state == null) {
            throw new SynapException(ErrorCode.TOPIC_NOT_FOUND);
        }
        return state;
    }

    /** Names of topics behind one, null for all, in the unsigned order of names; so many at most. */
    public List<Bytes> topicNames(@Nullable Bytes after, int most) {
        byte[] last = after == null ? null : after.toArray();
        return names(shard -> shard.topics().topicNames(last, most), most);
    }

    /**
     * A partition of a topic.
     *
     * @throws SynapException TOPIC_NOT_FOUND; PARTITION_NOT_FOUND also when its room was deleted as such
     */
    public PartitionState partition(Bytes topic, int partition) {
        return partition(topic(topic), partition);
    }

    /** @throws SynapException PARTITION_NOT_FOUND, also when its room was deleted as such */
    public PartitionState partition(TopicState topic, int partition) {
        if (partition < 0 || partition >= topic.partitions()) {
            throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
        }
        return required(room(topic.name(), partition));
    }

    private PartitionState required(Bytes room) {
        PartitionState state = find(room);
        if (state == null) {
            throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
        }
        return state;
    }

    /** A room; null if there is none. */
    public @Nullable PartitionState find(Bytes room) {
        Shard shard = access.open(name.set(room), name.length());
        try {
            Room found = shard.streams().find(name.address(), name.length());
            return found == null ? null : PartitionState.of(found);
        } finally {
            access.close();
        }
    }

    /** Begins to gather what {@link #publish} appends. */
    public void beginPublish() {
        batch.clear();
        published.clear();
    }

    /**
     * Adds the encoded append of events to a partition's room, which is copied; a partition comes once.
     *
     * @return its place among the results of {@link #publish}
     */
    public int publishing(Bytes room, long append) {
        batch.add(append);
        published.add(room);
        return published.size() - 1;
    }

    /** What the log has to have room for to publish what was gathered, bytes. */
    public long publishBytes() {
        return batch.bytes() + (long) OPERATION_BYTES_MAX * batch.count();
    }

    /**
     * Appends all that was gathered as one.
     *
     * @return for each append the offset of its first event; the others follow it without a gap
     * @throws SynapException PARTITION_NOT_FOUND when a room is not there any more; OUT_OF_MEMORY
     */
    public long[] publish() {
        access.ensureServing();
        access.admit(publishBytes());
        long shards = 0;
        for (Bytes room : published) {
            shards |= shardOf(room);
        }
        long[] offsets = new long[published.size()];
        access.lock(shards);
        try {
            for (int i = 0; i < offsets.length; i++) {
                Room room = findRoom(published.get(i));
                if (room == null) {
                    throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
                }
                offsets[i] = room.nextOffset();
            }
            access.applyLocked(batch);
        } finally {
            access.unlock(shards);
        }
        for (int i = 0; i < offsets.length; i++) {
            appended.accept(batch.operation(i));
        }
        return offsets;
    }

    // Groups.

    /**
     * Makes an exclusive group.
     *
     * @param partitions how many the topic must have; 0 for any; a room has one
     * @throws SynapException GROUP_EXISTS; TOPIC_NOT_FOUND or ROOM_NOT_FOUND for what it reads;
     *     INVALID_ARGUMENT, LIMIT_REACHED, OUT_OF_MEMORY
     */
    public void createGroup(
            Bytes group,
            Source source,
            Bytes sourceName,
            int partitions,
            Strategy strategy,
            long sessionTimeoutMillis) {
        checkName(group, "a group's name");
        checkSession(sessionTimeoutMillis);
        if (count(shard -> shard.topics().groupCount()) >= limits.groupsMax()) {
            throw new SynapException(
                    ErrorCode.LIMIT_REACHED, "there are " + limits.groupsMax() + " groups (limits.groups_max)");
        }
        access.ensureServing();
        access.admit(group.length() + sourceName.length() + (long) GROUP_BYTES + 16L * limits.partitionsMax());
        long shards = shardOf(group) | shardOf(sourceName);
        access.lock(shards);
        try {
            if (locked(group).topics().group(name.set(group), name.length()) != null) {
                throw new SynapException(ErrorCode.GROUP_EXISTS);
            }
            int present = partitionsOf(source, sourceName);
            if (partitions != 0 && partitions != present) {
                throw invalid("there are " + present + " partitions, not " + partitions);
            }
            batch.clear();
            batch.add(
                    new TopicOperation.CreateGroup(group, source, sourceName, present, strategy, sessionTimeoutMillis));
            access.applyLocked(batch);
        } finally {
            access.unlock(shards);
        }
    }

    private int partitionsOf(Source source, Bytes sourceName) {
        if (source == Source.ROOM) {
            if (findRoom(sourceName) == null) {
                throw new SynapException(ErrorCode.ROOM_NOT_FOUND);
            }
            return 1;
        }
        TopicState topic = findTopic(sourceName);
        if (topic == null) {
            throw new SynapException(ErrorCode.TOPIC_NOT_FOUND);
        }
        return topic.partitions();
    }

    /** @throws SynapException GROUP_NOT_FOUND */
    public void deleteGroup(Bytes group) {
        execute(new TopicOperation.DeleteGroup(group));
    }

    /**
     * Adds a member, or renews the session of one that is there.
     *
     * @param sessionTimeoutMillis 0 for the group's
     * @return the generation that the member is in
     * @throws SynapException GROUP_NOT_FOUND, LIMIT_REACHED, INVALID_ARGUMENT, OUT_OF_MEMORY
     */
    public long join(Bytes group, Bytes member, long sessionTimeoutMillis) {
        if (member.length() == 0 || member.length() > TopicLimits.MEMBER_BYTES_MAX) {
            throw invalid("a member's id has 1 to " + TopicLimits.MEMBER_BYTES_MAX + " bytes");
        }
        if (sessionTimeoutMillis != 0) {
            checkSession(sessionTimeoutMillis);
        }
        GroupState state = group(group);
        if (state.members().size() >= limits.membersMax() && state.member(member) == null) {
            throw new SynapException(
                    ErrorCode.LIMIT_REACHED,
                    "the group has " + limits.membersMax() + " members (limits.group_members_max)");
        }
        return execute(new TopicOperation.Join(group, member, sessionTimeoutMillis));
    }

    /** @throws SynapException GROUP_NOT_FOUND, MEMBER_NOT_FOUND */
    public void leave(Bytes group, Bytes member) {
        execute(new TopicOperation.Leave(group, member));
    }

    /**
     * Renews a member's session.
     *
     * @return the present generation: if the member knows another one, it has to ask for its assignment
     * @throws SynapException GROUP_NOT_FOUND, MEMBER_NOT_FOUND
     */
    public long heartbeat(Bytes group, Bytes member) {
        return execute(new TopicOperation.Heartbeat(group, member));
    }

    /**
     * Commits offsets, of the next events to be read, all or none: as a member in the generation that it
     * knows, or, with an empty member, as somebody outside of a group without members.
     *
     * @return the generation
     * @throws SynapException GROUP_NOT_FOUND, MEMBER_NOT_FOUND, STALE_GENERATION, PARTITION_NOT_FOUND,
     *     PARTITION_NOT_ASSIGNED; OFFSET_OUT_OF_RANGE for one beyond the partition's next
     */
    public long commit(Bytes group, Bytes member, long generation, List<PartitionOffset> offsets) {
        GroupState state = group(group);
        checkOffsets(state, offsets);
        if (member.length() == 0 && !state.members().isEmpty()) {
            throw new SynapException(
                    ErrorCode.MEMBER_NOT_FOUND, "the group has members, who commit as such, in their generation");
        }
        return execute(new TopicOperation.Commit(group, member, generation, offsets));
    }

    /**
     * Sets offsets whoever holds the partitions, which fences what members have in hand.
     *
     * @return the generation
     * @throws SynapException GROUP_NOT_FOUND, PARTITION_NOT_FOUND, OFFSET_OUT_OF_RANGE
     */
    public long reset(Bytes group, List<PartitionOffset> offsets) {
        checkOffsets(group(group), offsets);
        return execute(new TopicOperation.ResetOffsets(group, offsets));
    }

    private void checkOffsets(GroupState group, List<PartitionOffset> offsets) {
        if (offsets.isEmpty()) {
            throw invalid("there are no offsets");
        }
        for (PartitionOffset each : offsets) {
            PartitionState partition = partition(group, each.partition());
            if (each.offset() < 0 || each.offset() > partition.nextOffset()) {
                throw new SynapException(
                        ErrorCode.OFFSET_OUT_OF_RANGE,
                        "offset " + each.offset() + " of partition " + each.partition() + " is not in 0 to "
                                + partition.nextOffset());
            }
        }
    }

    /** @throws SynapException GROUP_NOT_FOUND */
    public GroupState group(Bytes group) {
        GroupState state = findGroup(group);
        if (state == null) {
            throw new SynapException(ErrorCode.GROUP_NOT_FOUND);
        }
        return state;
    }

    /** The group of that name, null if there is none. */
    public @Nullable GroupState findGroup(Bytes group) {
        Shard shard = access.open(name.set(group), name.length());
        try {
            return shard.topics().group(name.address(), name.length());
        } finally {
            access.close();
        }
    }

    /** Names of groups behind one, null for all, in the unsigned order of names; so many at most. */
    public List<Bytes> groupNames(@Nullable Bytes after, int most) {
        byte[] last = after == null ? null : after.toArray();
        return names(shard -> shard.topics().groupNames(last, most), most);
    }

    /** @throws SynapException PARTITION_NOT_FOUND, also when its room was deleted as such */
    public PartitionState partition(GroupState group, int partition) {
        if (partition < 0 || partition >= group.partitions()) {
            throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
        }
        return required(roomOf(group, partition));
    }

    /** A partition of what a group reads; null when its room was deleted as such. */
    public @Nullable PartitionState findPartition(GroupState group, int partition) {
        return find(roomOf(group, partition));
    }

    private static Bytes roomOf(GroupState group, int partition) {
        return group.source() == Source.ROOM ? group.sourceName() : room(group.sourceName(), partition);
    }

    /** The room of a topic's partition. */
    public static Bytes room(Bytes topic, int partition) {
        return Bytes.of(Partitions.roomOf(topic.toArray(), partition));
    }

    // Below everything.

    private interface Count {
        long of(Shard shard);
    }

    private long count(Count count) {
        long sum = 0;
        for (int index = 0; index < Slots.SHARDS; index++) {
            sum += count.of(access.shard(index));
        }
        return sum;
    }

    private interface Names {
        List<Bytes> of(Shard shard);
    }

    private List<Bytes> names(Names names, int most) {
        List<Bytes> all = new ArrayList<>();
        for (int index = 0; index < Slots.SHARDS; index++) {
            Shard shard = access.openAt(index);
            try {
                all.addAll(names.of(shard));
            } finally {
                access.close();
            }
        }
        all.sort(BY_NAME);
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    private long execute(TopicOperation operation) {
        Outcome outcome = access.write(TopicCodec.encode(operation, writer), Access.noSink());
        ErrorCode rejection = outcome.rejection();
        if (rejection != null) {
            throw new SynapException(rejection);
        }
        return outcome.number();
    }

    private Shard locked(Bytes of) {
        return access.shard(Slots.shardOf(name.set(of), name.length()));
    }

    private @Nullable TopicState findTopic(Bytes topic) {
        return locked(topic).topics().topic(name.address(), name.length());
    }

    private @Nullable Room findRoom(Bytes room) {
        return locked(room).streams().find(name.address(), name.length());
    }

    private long shardOf(Bytes of) {
        return 1L << Slots.shardOf(name.set(of), name.length());
    }

    private static void checkName(Bytes name, String what) {
        if (name.length() == 0 || name.length() > TopicLimits.NAME_BYTES_MAX) {
            throw invalid(what + " has 1 to " + TopicLimits.NAME_BYTES_MAX + " bytes");
        }
    }

    private static void checkSession(long millis) {
        if (millis < TopicLimits.SESSION_MILLIS_MIN || millis > TopicLimits.SESSION_MILLIS_MAX) {
            throw invalid("a session lasts " + TopicLimits.SESSION_MILLIS_MIN + " to " + TopicLimits.SESSION_MILLIS_MAX
                    + " milliseconds");
        }
    }

    private static SynapException invalid(String message) {
        return new SynapException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
