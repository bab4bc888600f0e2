package io.synap.server.topic;

import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.TopicState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.TopicOperation;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import io.synap.server.node.Access;
import io.synap.server.node.OperationBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands on exclusive groups in typed form, see {@link TopicCommands}: members share the partitions of
 * a topic or a room, each partition has one owner, and offsets are committed. Confined to its access' thread.
 */
public final class ExclusiveGroups {
    /** What a group costs beside its names and partitions. */
    private static final int GROUP_BYTES = 256;

    private final Access access;
    private final TopicLimits limits;
    private final TopicShards shards;
    private final OperationBatch batch = new OperationBatch();

    ExclusiveGroups(Access access, TopicLimits limits, TopicShards shards) {
        this.access = access;
        this.limits = limits;
        this.shards = shards;
    }

    /**
     * Makes an exclusive group.
     *
     * @param partitions how many the topic must have; 0 for any; a room has one
     * @throws SynapException GROUP_EXISTS; TOPIC_NOT_FOUND or ROOM_NOT_FOUND for what it reads;
     *     INVALID_ARGUMENT, LIMIT_REACHED, OUT_OF_MEMORY
     */
    public void create(
            Bytes group,
            Source source,
            Bytes sourceName,
            int partitions,
            Strategy strategy,
            long sessionTimeoutMillis) {
        TopicShards.checkName(group, "a group's name");
        checkSession(sessionTimeoutMillis);
        if (shards.count(shard -> shard.topics().groupCount()) >= limits.groupsMax()) {
            throw new SynapException(
                    ErrorCode.LIMIT_REACHED, "there are " + limits.groupsMax() + " groups (limits.groups_max)");
        }
        access.ensureServing();
        access.admit(group.length() + sourceName.length() + (long) GROUP_BYTES + 16L * limits.partitionsMax());
        long locked = shards.shardOf(group) | shards.shardOf(sourceName);
        access.lock(locked);
        try {
            if (shards.lockedGroup(group) != null) {
                throw new SynapException(ErrorCode.GROUP_EXISTS);
            }
            int present = partitionsOf(source, sourceName);
            if (partitions != 0 && partitions != present) {
                throw TopicShards.invalid("there are " + present + " partitions, not " + partitions);
            }
            batch.clear();
            batch.add(
                    new TopicOperation.CreateGroup(group, source, sourceName, present, strategy, sessionTimeoutMillis));
            access.applyLocked(batch);
        } finally {
            access.unlock(locked);
        }
    }

    private int partitionsOf(Source source, Bytes sourceName) {
        if (source == Source.ROOM) {
            if (shards.lockedRoom(sourceName) == null) {
                throw new SynapException(ErrorCode.ROOM_NOT_FOUND);
            }
            return 1;
        }
        TopicState topic = shards.lockedTopic(sourceName);
        if (topic == null) {
            throw new SynapException(ErrorCode.TOPIC_NOT_FOUND);
        }
        return topic.partitions();
    }

    /** @throws SynapException GROUP_NOT_FOUND */
    public void delete(Bytes group) {
        shards.execute(new TopicOperation.DeleteGroup(group));
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
            throw TopicShards.invalid("a member's id has 1 to " + TopicLimits.MEMBER_BYTES_MAX + " bytes");
        }
        if (sessionTimeoutMillis != 0) {
            checkSession(sessionTimeoutMillis);
        }
        GroupState state = get(group);
        if (state.members().size() >= limits.membersMax() && state.member(member) == null) {
            throw new SynapException(
                    ErrorCode.LIMIT_REACHED,
                    "the group has " + limits.membersMax() + " members (limits.group_members_max)");
        }
        return shards.execute(new TopicOperation.Join(group, member, sessionTimeoutMillis));
    }

    /** @throws SynapException GROUP_NOT_FOUND, MEMBER_NOT_FOUND */
    public void leave(Bytes group, Bytes member) {
        shards.execute(new TopicOperation.Leave(group, member));
    }

    /**
     * Renews a member's session.
     *
     * @return the present generation: if the member knows another one, it has to ask for its assignment
     * @throws SynapException GROUP_NOT_FOUND, MEMBER_NOT_FOUND
     */
    public long heartbeat(Bytes group, Bytes member) {
        return shards.execute(new TopicOperation.Heartbeat(group, member));
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
        GroupState state = get(group);
        checkOffsets(state, offsets);
        if (member.length() == 0 && !state.members().isEmpty()) {
            throw new SynapException(
                    ErrorCode.MEMBER_NOT_FOUND, "the group has members, who commit as such, in their generation");
        }
        return shards.execute(new TopicOperation.Commit(group, member, generation, offsets));
    }

    /**
     * Sets offsets whoever holds the partitions, which fences what members have in hand.
     *
     * @return the generation
     * @throws SynapException GROUP_NOT_FOUND, PARTITION_NOT_FOUND, OFFSET_OUT_OF_RANGE
     */
    public long reset(Bytes group, List<PartitionOffset> offsets) {
        checkOffsets(get(group), offsets);
        return shards.execute(new TopicOperation.ResetOffsets(group, offsets));
    }

    private void checkOffsets(GroupState group, List<PartitionOffset> offsets) {
        if (offsets.isEmpty()) {
            throw TopicShards.invalid("there are no offsets");
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
    public GroupState get(Bytes group) {
        GroupState state = find(group);
        if (state == null) {
            throw new SynapException(ErrorCode.GROUP_NOT_FOUND);
        }
        return state;
    }

    /** The group of that name, null if there is none. */
    public @Nullable GroupState find(Bytes group) {
        return shards.group(group);
    }

    /** Names of groups behind one, null for all, in the unsigned order of names; so many at most. */
    public List<Bytes> names(@Nullable Bytes after, int most) {
        byte[] last = after == null ? null : after.toArray();
        return shards.names(shard -> shard.topics().groupNames(last, most), most);
    }

    /** @throws SynapException PARTITION_NOT_FOUND, also when its room was deleted as such */
    public PartitionState partition(GroupState group, int partition) {
        if (partition < 0 || partition >= group.partitions()) {
            throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
        }
        return shards.partition(roomOf(group, partition));
    }

    /** A partition of what a group reads; null when its room was deleted as such. */
    public @Nullable PartitionState findPartition(GroupState group, int partition) {
        return shards.room(roomOf(group, partition));
    }

    private static Bytes roomOf(GroupState group, int partition) {
        return group.source() == Source.ROOM ? group.sourceName() : TopicCommands.room(group.sourceName(), partition);
    }

    private static void checkSession(long millis) {
        if (millis < TopicLimits.SESSION_MILLIS_MIN || millis > TopicLimits.SESSION_MILLIS_MAX) {
            throw TopicShards.invalid("a session lasts " + TopicLimits.SESSION_MILLIS_MIN + " to "
                    + TopicLimits.SESSION_MILLIS_MAX + " milliseconds");
        }
    }
}
