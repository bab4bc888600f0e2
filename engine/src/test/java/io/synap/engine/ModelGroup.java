package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.GroupState.MemberState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.TopicOperation;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group as simple as can be. It does not know how partitions are divided: it takes the owners of each
 * generation from the group itself, insists that they are a proper assignment, and that they stay.
 */
final class ModelGroup {
    private record Session(long timeoutMillis, long deadline) {}

    private final TopicOperation.CreateGroup settings;
    private final Map<Bytes, Session> members = new HashMap<>();
    private final Map<Integer, Long> committed = new HashMap<>();
    private Map<Integer, Bytes> owners = Map.of();
    private long generation;
    private boolean assignmentKnown = true;

    ModelGroup(TopicOperation.CreateGroup settings) {
        this.settings = settings;
    }

    long generation() {
        return generation;
    }

    @Nullable
    ErrorCode join(TopicOperation.Join join, long now) {
        Session present = members.get(join.member());
        if (present != null) {
            renew(join.member(), now);
            return null;
        }
        long timeout = join.sessionTimeoutMillis() == 0 ? settings.sessionTimeoutMillis() : join.sessionTimeoutMillis();
        members.put(join.member(), new Session(timeout, now + timeout));
        nextGeneration();
        return null;
    }

    @Nullable
    ErrorCode leave(Bytes member) {
        if (members.remove(member) == null) {
            return ErrorCode.MEMBER_NOT_FOUND;
        }
        nextGeneration();
        return null;
    }

    @Nullable
    ErrorCode heartbeat(Bytes member, long now) {
        if (!members.containsKey(member)) {
            return ErrorCode.MEMBER_NOT_FOUND;
        }
        renew(member, now);
        return null;
    }

    @Nullable
    ErrorCode commit(TopicOperation.Commit commit, long now) {
        boolean byMember = commit.member().length() > 0;
        if (byMember != members.containsKey(commit.member()) || (!byMember && !members.isEmpty())) {
            return ErrorCode.MEMBER_NOT_FOUND;
        }
        if (byMember && commit.generation() != generation) {
            return ErrorCode.STALE_GENERATION;
        }
        ErrorCode wrong = whyWrong(commit.offsets());
        if (wrong != null) {
            return wrong;
        }
        for (PartitionOffset each : commit.offsets()) {
            if (byMember && !owns(owners, commit.member(), each.partition())) {
                return ErrorCode.PARTITION_NOT_ASSIGNED;
            }
        }
        commit.offsets().forEach(each -> committed.put(each.partition(), each.offset()));
        if (byMember) {
            renew(commit.member(), now);
        }
        return null;
    }

    @Nullable
    ErrorCode reset(List<PartitionOffset> offsets) {
        ErrorCode wrong = whyWrong(offsets);
        if (wrong == null) {
            offsets.forEach(each -> committed.put(each.partition(), each.offset()));
            if (!members.isEmpty()) {
                nextGeneration();
            }
        }
        return wrong;
    }

    boolean resume(long now) {
        List.copyOf(members.keySet()).forEach(member -> renew(member, now));
        return !members.isEmpty();
    }

    /** The deadlines that are over. */
    List<Long> due(long now) {
        List<Long> due = new ArrayList<>();
        members.values().stream()
                .map(Session::deadline)
                .filter(deadline -> deadline <= now)
                .forEach(due::add);
        return due;
    }

    /** An advance took these away; they must have been due. */
    void expired(Set<Bytes> gone, long now) {
        for (Bytes member : gone) {
            Session session = Objects.requireNonNull(members.remove(member));
            assertThat(session.deadline()).isLessThanOrEqualTo(now);
        }
        if (!gone.isEmpty()) {
            nextGeneration();
        }
    }

    Set<Bytes> members() {
        return new HashSet<>(members.keySet());
    }

    /** The group must be as the model says, and its assignment proper. */
    void check(GroupState state) {
        assertThat(state.generation()).isEqualTo(generation);
        Map<Integer, Bytes> actual = new HashMap<>();
        Set<Bytes> ids = new HashSet<>();
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (MemberState member : state.members()) {
            assertThat(ids.add(member.id())).isTrue();
            Session session = Objects.requireNonNull(members.get(member.id()));
            assertThat(member.sessionDeadline()).isEqualTo(session.deadline());
            least = Math.min(least, member.partitions().size());
            most = Math.max(most, member.partitions().size());
            for (int partition : member.partitions()) {
                assertThat(actual.put(partition, member.id())).as("one owner").isNull();
            }
        }
        assertThat(ids).isEqualTo(members.keySet());
        assertThat(actual).hasSize(members.isEmpty() ? 0 : settings.partitions());
        assertThat(members.isEmpty() || most - least <= 1).as("balanced").isTrue();
        if (assignmentKnown) {
            assertThat(actual).as("owners within a generation").isEqualTo(owners);
        } else if (settings.strategy() == Strategy.STICKY) {
            assertStuck(actual, most);
        }
        owners = actual;
        assignmentKnown = true;
        for (int partition = 0; partition < settings.partitions(); partition++) {
            assertThat(state.committed().get(partition)).isEqualTo(committed.getOrDefault(partition, GroupState.NONE));
        }
    }

    /** Whoever is still there lost a partition only if it kept as many as are fair. */
    private void assertStuck(Map<Integer, Bytes> actual, int most) {
        Map<Bytes, Integer> shares = new HashMap<>();
        actual.values().forEach(member -> shares.merge(member, 1, Integer::sum));
        int floor = members.isEmpty() ? 0 : settings.partitions() / members.size();
        owners.forEach((partition, owner) -> {
            if (members.containsKey(owner) && !owns(actual, owner, partition)) {
                assertThat(shares.getOrDefault(owner, 0)).isBetween(floor, most);
                // It kept as many as it has: nobody is given a partition in exchange for another.
                long kept = owners.entrySet().stream()
                        .filter(each -> each.getValue().equals(owner))
                        .filter(each -> owns(actual, owner, each.getKey()))
                        .count();
                assertThat(kept).isEqualTo(shares.getOrDefault(owner, 0).longValue());
            }
        });
    }

    private static boolean owns(Map<Integer, Bytes> owners, Bytes member, int partition) {
        Bytes owner = owners.get(partition);
        return owner != null && owner.equals(member);
    }

    private void renew(Bytes member, long now) {
        members.computeIfPresent(
                member,
                (id, session) -> new Session(
                        session.timeoutMillis(), Math.max(session.deadline(), now + session.timeoutMillis())));
    }

    private void nextGeneration() {
        generation++;
        assignmentKnown = false;
    }

    private @Nullable ErrorCode whyWrong(List<PartitionOffset> offsets) {
        for (PartitionOffset each : offsets) {
            if (each.partition() < 0 || each.partition() >= settings.partitions()) {
                return ErrorCode.PARTITION_NOT_FOUND;
            }
            if (each.offset() < 0) {
                return ErrorCode.OFFSET_OUT_OF_RANGE;
            }
        }
        return offsets.isEmpty() ? ErrorCode.INVALID_ARGUMENT : null;
    }
}
