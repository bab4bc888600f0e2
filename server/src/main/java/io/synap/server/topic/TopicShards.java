package io.synap.server.topic;

import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.engine.stream.Room;
import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.TopicState;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.OperationWriter;
import io.synap.protocol.operation.TopicCodec;
import io.synap.protocol.operation.TopicOperation;
import io.synap.server.node.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shards as the commands on topics and groups see them. Confined to its access' thread.
 *
 * <p>What begins with "locked" is for a caller who has locked the shards in question; the others lock, one
 * shard at a time.
 */
final class TopicShards {
    private static final Comparator<Bytes> BY_NAME =
            (left, right) -> Arrays.compareUnsigned(left.toArray(), right.toArray());

    private final Access access;
    private final OperationWriter writer = new OperationWriter();
    private final NativeName name = new NativeName();

    TopicShards(Access access) {
        this.access = access;
    }

    /** The topic of that name, null if there is none. */
    @Nullable
    TopicState topic(Bytes topic) {
        Shard shard = access.open(name.set(topic), name.length());
        try {
            return shard.topics().topic(name.address(), name.length());
        } finally {
            access.close();
        }
    }

    /** The group of that name, null if there is none. */
    @Nullable
    GroupState group(Bytes group) {
        Shard shard = access.open(name.set(group), name.length());
        try {
            return shard.topics().group(name.address(), name.length());
        } finally {
            access.close();
        }
    }

    /** A room; null if there is none. */
    @Nullable
    PartitionState room(Bytes room) {
        Shard shard = access.open(name.set(room), name.length());
        try {
            Room found = shard.streams().find(name.address(), name.length());
            return found == null ? null : PartitionState.of(found);
        } finally {
            access.close();
        }
    }

    /** @throws SynapException PARTITION_NOT_FOUND when there is no such room */
    PartitionState partition(Bytes room) {
        PartitionState state = room(room);
        if (state == null) {
            throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
        }
        return state;
    }

    /** A figure that a shard shows without its lock. */
    interface Count {
        long of(Shard shard);
    }

    long count(Count count) {
        long sum = 0;
        for (int index = 0; index < Slots.SHARDS; index++) {
            sum += count.of(access.shard(index));
        }
        return sum;
    }

    interface Names {
        List<Bytes> of(Shard shard);
    }

    /** The first of all shards' names, in their unsigned order. */
    List<Bytes> names(Names names, int most) {
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

    /** Executes one operation and returns its number; what it is rejected with is thrown. */
    long execute(TopicOperation operation) {
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

    @Nullable
    TopicState lockedTopic(Bytes topic) {
        return locked(topic).topics().topic(name.address(), name.length());
    }

    @Nullable
    GroupState lockedGroup(Bytes group) {
        return locked(group).topics().group(name.address(), name.length());
    }

    @Nullable
    Room lockedRoom(Bytes room) {
        return locked(room).streams().find(name.address(), name.length());
    }

    /** The shard of a name, as its bit among those to lock. */
    long shardOf(Bytes of) {
        return 1L << Slots.shardOf(name.set(of), name.length());
    }

    static void checkName(Bytes name, String what) {
        if (name.length() == 0 || name.length() > TopicLimits.NAME_BYTES_MAX) {
            throw invalid(what + " has 1 to " + TopicLimits.NAME_BYTES_MAX + " bytes");
        }
    }

    static SynapException invalid(String message) {
        return new SynapException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
