package io.synap.server.topic;

import io.synap.engine.Shard;
import io.synap.engine.stream.Room;
import io.synap.engine.topic.TopicState;
import io.synap.protocol.Partitions;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.TopicOperation;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.server.node.Access;
import io.synap.server.node.OperationBatch;
import java.util.ArrayList;
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
    /** What an empty room costs beside its name. */
    private static final int ROOM_BYTES = 640;

    private static final int DELETE_ATTEMPTS_MAX = 8;

    private final Access access;
    private final TopicLimits limits;
    private final TopicShards shards;
    private final ExclusiveGroups groups;
    private final OperationBatch batch = new OperationBatch();
    private final List<Bytes> published = new ArrayList<>();
    private LongConsumer appended = operation -> {};

    public TopicCommands(Access access, TopicLimits limits) {
        this.access = access;
        this.limits = limits;
        this.shards = new TopicShards(access);
        this.groups = new ExclusiveGroups(access, limits, shards);
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

    /** The commands on exclusive groups. */
    public ExclusiveGroups groups() {
        return groups;
    }

    /** The most that a command takes in the log which carries so many offsets or concerns so many rooms. */
    public static long bytesMax(int count) {
        return 4L * OPERATION_BYTES_MAX
                + 3L * TopicLimits.NAME_BYTES_MAX
                + (long) count * (OPERATION_BYTES_MAX + TopicLimits.NAME_BYTES_MAX + OFFSET_BYTES);
    }

    /**
     * Makes a topic with its partitions' rooms, as one.
     *
     * @throws SynapException TOPIC_EXISTS; ROOM_EXISTS when a room has a partition's name; LIMIT_REACHED,
     *     INVALID_ARGUMENT, OUT_OF_MEMORY
     */
    public void createTopic(Bytes topic, int partitions, Settings settings) {
        TopicShards.checkName(topic, "a topic's name");
        if (partitions < 1 || partitions > limits.partitionsMax()) {
            throw TopicShards.invalid(
                    "a topic has 1 to " + limits.partitionsMax() + " partitions (limits.partitions_max)");
        }
        if (shards.count(shard -> shard.streams().roomCount()) + partitions > limits.roomsMax()) {
            throw new SynapException(
                    ErrorCode.LIMIT_REACHED,
                    "there would be more than " + limits.roomsMax() + " rooms (limits.rooms_max)");
        }
        access.ensureServing();
        access.admit((long) partitions * (topic.length() + ROOM_BYTES));
        batch.clear();
        batch.add(new TopicOperation.CreateTopic(topic, partitions));
        long locked = shards.shardOf(topic);
        for (int partition = 0; partition < partitions; partition++) {
            Bytes room = room(topic, partition);
            batch.add(new StreamOperation.Configure(room, Mode.CREATE, settings));
            locked |= shards.shardOf(room);
        }
        access.lock(locked);
        try {
            if (shards.lockedTopic(topic) != null) {
                throw new SynapException(ErrorCode.TOPIC_EXISTS);
            }
            for (int partition = 0; partition < partitions; partition++) {
                Bytes room = room(topic, partition);
                if (shards.lockedRoom(room) != null) {
                    throw new SynapException(ErrorCode.ROOM_EXISTS, "the room '" + room + "' exists");
                }
            }
            access.applyLocked(batch);
        } finally {
            access.unlock(locked);
        }
    }

    /**
     * Removes a topic with its partitions, their events, and the groups that read it, as one.
     *
     * @throws SynapException TOPIC_NOT_FOUND
     */
    public void deleteTopic(Bytes topic) {
        if (!delete(Source.TOPIC, topic)) {
            throw new SynapException(ErrorCode.TOPIC_NOT_FOUND);
        }
    }

    /**
     * Removes a room with its events and the exclusive groups that read it, as one.
     *
     * @return whether there was one
     */
    public boolean deleteRoom(Bytes room) {
        return delete(Source.ROOM, room);
    }

    /**
     * Groups lie in the shards of their own names. So they are looked for first; then, with everything
     * locked, it only has to be seen that there are still the same.
     */
    private boolean delete(Source kind, Bytes source) {
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
            switch (deleteLocked(kind, source, rooms, groups)) {
                case DONE -> {
                    return true;
                }
                case ABSENT -> {
                    return false;
                }
                case CHANGED -> {}
            }
        }
        throw new SynapException(ErrorCode.OVERLOADED, "groups that read this come and go too fast; retry later");
    }

    /** What came of an attempt to delete. */
    private enum Deletion {
        DONE,
        ABSENT,
        /** There are other groups or partitions now. */
        CHANGED
    }

    private Deletion deleteLocked(Source kind, Bytes source, Set<Bytes> rooms, List<Bytes> groups) {
        access.lock(-1L);
        try {
            if (kind == Source.ROOM && shards.lockedRoom(source) == null) {
                return Deletion.ABSENT;
            }
            if (kind == Source.TOPIC) {
                TopicState topic = shards.lockedTopic(source);
                if (topic == null) {
                    return Deletion.ABSENT;
                }
                if (topic.partitions() != rooms.size()) {
                    return Deletion.CHANGED;
                }
            }
            List<Bytes> present = new ArrayList<>();
            for (int index = 0; index < Slots.SHARDS; index++) {
                addReaders(access.shard(index), kind, source, rooms, present);
            }
            if (!present.equals(groups)) {
                return Deletion.CHANGED;
            }
            access.applyLocked(batch);
            return Deletion.DONE;
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

    /** How many exclusive groups read a room, which go with it; for {@link #bytesMax}. */
    public int roomReaderCount(Bytes room) {
        return readers(Source.ROOM, room, Set.of(room)).size();
    }

    /** How many offsets or rooms a deletion concerns, for {@link #bytesMax}. */
    public int readerCount(Bytes topic) {
        TopicState state = topic(topic);
        Set<Bytes> rooms = rooms(state);
        return rooms.size() + readers(Source.TOPIC, topic, rooms).size();
    }

    /** The topic of that name, null if there is none. */
    public @Nullable TopicState findTopicByName(Bytes topic) {
        return shards.topic(topic);
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
        return shards.names(shard -> shard.topics().topicNames(last, most), most);
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
        return shards.partition(room(topic.name(), partition));
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
        long locked = 0;
        for (Bytes room : published) {
            locked |= shards.shardOf(room);
        }
        long[] offsets = new long[published.size()];
        access.lock(locked);
        try {
            for (int i = 0; i < offsets.length; i++) {
                Room room = shards.lockedRoom(published.get(i));
                if (room == null) {
                    throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
                }
                offsets[i] = room.nextOffset();
            }
            access.applyLocked(batch);
        } finally {
            access.unlock(locked);
        }
        for (int i = 0; i < offsets.length; i++) {
            appended.accept(batch.operation(i));
        }
        return offsets;
    }

    /** A room; null if there is none. */
    public @Nullable PartitionState find(Bytes room) {
        return shards.room(room);
    }

    /** The room of a topic's partition. */
    public static Bytes room(Bytes topic, int partition) {
        return Bytes.of(Partitions.roomOf(topic.toArray(), partition));
    }
}
