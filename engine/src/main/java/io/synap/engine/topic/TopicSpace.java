package io.synap.engine.topic;

import io.synap.engine.Family;
import io.synap.engine.Outcome;
import io.synap.engine.Tally;
import io.synap.engine.ValueSink;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.index.NameTable;
import io.synap.engine.index.Named;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.TopicCodec;
import io.synap.protocol.operation.TopicOperation;
import io.synap.protocol.operation.TopicOperation.Commit;
import io.synap.protocol.operation.TopicOperation.CreateGroup;
import io.synap.protocol.operation.TopicOperation.CreateTopic;
import io.synap.protocol.operation.TopicOperation.Join;
import io.synap.protocol.operation.TopicOperation.ResetOffsets;
import io.synap.protocol.operation.TopicOperation.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The topics and exclusive groups of a shard. Confined to its shard's lock, except the counts.
 *
 * <p>Topics and groups are descriptions on the heap, so their number is limited where they are made. A
 * group stands in the slot of its own name, not of its topic's: whoever makes a group looks at the topic
 * under both shards' locks.
 *
 * <p>A session ends when time is advanced past its deadline, and only then: until that happens the member
 * is one, and since nobody else was given its partitions, it may commit.
 */
public final class TopicSpace implements Family {
    private final ImageUnits units;
    private final NameTable<Topic> topics;
    private final NameTable<Group> groups;
    /** All members of all groups, in the order in which their sessions end. */
    private final TreeSet<Member> sessions = new TreeSet<>(Member.BY_DEADLINE);

    private final Tally usedBytes = new Tally();
    private final Tally topicCount = new Tally();
    private final Tally groupCount = new Tally();

    public TopicSpace(Parts parts) {
        units = parts.units();
        topics = new NameTable<>(parts.hashSeed());
        groups = new NameTable<>(parts.hashSeed());
    }

    /** How many topics there are. From any thread. */
    public long topicCount() {
        return topicCount.get();
    }

    /** How many groups there are. From any thread. */
    public long groupCount() {
        return groupCount.get();
    }

    /** The topic of that name, null if there is none. */
    public @Nullable TopicState topic(long name, int length) {
        Topic topic = topics.find(name, length);
        return topic == null ? null : topic.state();
    }

    /** The group of that name, null if there is none. */
    public @Nullable GroupState group(long name, int length) {
        Group group = groups.find(name, length);
        return group == null ? null : group.state();
    }

    /** The names of topics behind a name, null for all, in the unsigned order of names; so many at most. */
    public List<Bytes> topicNames(byte @Nullable [] after, int most) {
        return first(topics.after(after), most);
    }

    /** The names of groups behind a name, null for all, in the unsigned order of names; so many at most. */
    public List<Bytes> groupNames(byte @Nullable [] after, int most) {
        return first(groups.after(after), most);
    }

    /** The names of the groups that read one of these topics or rooms, in the unsigned order of names. */
    public List<Bytes> groupsOf(Source source, Set<Bytes> names) {
        List<Bytes> readers = new ArrayList<>();
        for (Group group : groups.all()) {
            if (group.reads(source, names)) {
                readers.add(Bytes.of(group.name()));
            }
        }
        return readers;
    }

    private static List<Bytes> first(Iterable<? extends Named> all, int most) {
        List<Bytes> names = new ArrayList<>();
        for (Named each : all) {
            if (names.size() == most) {
                break;
            }
            names.add(Bytes.of(each.name()));
        }
        return names;
    }

    /**
     * Executes; the outcome's number is the group's generation afterwards for everything that is about a
     * group. Nothing goes to the sink.
     */
    @Override
    public void execute(long operation, long sequence, long now, Outcome outcome, ValueSink sink) {
        long name = EncodedOperation.key(operation);
        int length = EncodedOperation.keyLength(operation);
        TopicOperation decoded = TopicCodec.decode(operation);
        if (decoded instanceof TopicOperation.ResumeSessions && sessions.isEmpty()) {
            return;
        }
        ErrorCode error = switch (decoded) {
            case CreateTopic create -> create(create, name, length, now);
            case TopicOperation.DeleteTopic ignored -> deleteTopic(name, length);
            case CreateGroup create -> create(create, name, length, now);
            case TopicOperation.DeleteGroup ignored -> deleteGroup(name, length);
            case Join join -> onGroup(name, length, outcome, group -> join(group, join, sequence, now));
            case TopicOperation.Leave leave ->
                onGroup(name, length, outcome, group -> leave(group, leave.member(), now));
            case TopicOperation.Heartbeat heartbeat ->
                onGroup(name, length, outcome, group -> heartbeat(group, heartbeat.member(), now));
            case Commit commit -> onGroup(name, length, outcome, group -> commit(group, commit, now));
            case ResetOffsets reset -> onGroup(name, length, outcome, group -> reset(group, reset, now));
            case TopicOperation.ResumeSessions ignored -> resume(now);
        };
        if (error == null) {
            outcome.applied(0);
        } else {
            outcome.rejected(error, 0);
        }
    }

    private interface OnGroup {
        /** Why it is refused; null when it is done. */
        @Nullable
        ErrorCode execute(Group group);
    }

    private @Nullable ErrorCode onGroup(long name, int length, Outcome outcome, OnGroup action) {
        Group group = groups.find(name, length);
        if (group == null) {
            return ErrorCode.GROUP_NOT_FOUND;
        }
        long before = group.usedBytes();
        ErrorCode error = action.execute(group);
        if (error == null) {
            usedBytes.add(group.usedBytes() - before);
            outcome.number(group.generation());
        }
        return error;
    }

    private @Nullable ErrorCode create(CreateTopic create, long name, int length, long now) {
        if (topics.find(name, length) != null) {
            return ErrorCode.TOPIC_EXISTS;
        }
        add(new Topic(create.topic().toArray(), create.partitions(), now));
        return null;
    }

    private void add(Topic topic) {
        topics.add(topic);
        units.add(topic);
        topicCount.add(1);
        usedBytes.add(topic.usedBytes());
    }

    private @Nullable ErrorCode deleteTopic(long name, int length) {
        Topic topic = topics.find(name, length);
        if (topic == null) {
            return ErrorCode.TOPIC_NOT_FOUND;
        }
        units.beforeChange(topic);
        units.remove(topic);
        topics.remove(topic);
        topicCount.add(-1);
        usedBytes.add(-topic.usedBytes());
        return null;
    }

    private @Nullable ErrorCode create(CreateGroup create, long name, int length, long now) {
        if (groups.find(name, length) != null) {
            return ErrorCode.GROUP_EXISTS;
        }
        add(Group.create(create, now));
        return null;
    }

    private void add(Group group) {
        groups.add(group);
        units.add(group);
        sessions.addAll(group.members());
        groupCount.add(1);
        usedBytes.add(group.usedBytes());
    }

    private @Nullable ErrorCode deleteGroup(long name, int length) {
        Group group = groups.find(name, length);
        if (group == null) {
            return ErrorCode.GROUP_NOT_FOUND;
        }
        units.beforeChange(group);
        units.remove(group);
        group.members().forEach(sessions::remove);
        groups.remove(group);
        groupCount.add(-1);
        usedBytes.add(-group.usedBytes());
        return null;
    }

    private @Nullable ErrorCode join(Group group, Join join, long sequence, long now) {
        units.beforeChange(group);
        Member present = group.member(join.member());
        if (present != null) {
            renew(present, now);
            return null;
        }
        sessions.add(group.add(join.member().toArray(), join.sessionTimeoutMillis(), sequence, now));
        group.assign(now);
        return null;
    }

    private @Nullable ErrorCode leave(Group group, Bytes id, long now) {
        Member member = group.member(id);
        if (member == null) {
            return ErrorCode.MEMBER_NOT_FOUND;
        }
        units.beforeChange(group);
        sessions.remove(member);
        group.remove(member);
        group.assign(now);
        return null;
    }

    private @Nullable ErrorCode heartbeat(Group group, Bytes id, long now) {
        Member member = group.member(id);
        if (member == null) {
            return ErrorCode.MEMBER_NOT_FOUND;
        }
        units.beforeChange(group);
        renew(member, now);
        return null;
    }

    private void renew(Member member, long now) {
        sessions.remove(member);
        member.deadline = Math.max(member.deadline, now + member.sessionTimeoutMillis);
        sessions.add(member);
    }

    private @Nullable ErrorCode commit(Group group, Commit commit, long now) {
        boolean byNobody = commit.member().length() == 0;
        Member member = group.member(commit.member());
        if (member == null && !byNobody) {
            return ErrorCode.MEMBER_NOT_FOUND;
        }
        ErrorCode error = member == null
                ? group.whyNot(commit.offsets())
                : group.whyNot(member, commit.generation(), commit.offsets());
        if (error != null) {
            return error;
        }
        units.beforeChange(group);
        group.commit(commit.offsets());
        if (member != null) {
            renew(member, now);
        }
        return null;
    }

    private @Nullable ErrorCode reset(Group group, ResetOffsets reset, long now) {
        ErrorCode error = group.whyWrong(reset.offsets());
        if (error != null) {
            return error;
        }
        units.beforeChange(group);
        group.commit(reset.offsets());
        if (!group.members().isEmpty()) {
            group.assign(now);
        }
        return null;
    }

    private @Nullable ErrorCode resume(long now) {
        for (Member member : List.copyOf(sessions)) {
            units.beforeChange(member.group);
            renew(member, now);
        }
        return null;
    }

    @Override
    public long nextDeadline() {
        return sessions.isEmpty() ? Long.MAX_VALUE : sessions.getFirst().deadline;
    }

    /** Ends sessions; a group whose members end together gets one new generation for all of them. */
    @Override
    public long advance(long most, long sequence, long now) {
        Set<Group> changed = new LinkedHashSet<>();
        long done = 0;
        while (done < most && nextDeadline() <= now) {
            Member member = sessions.removeFirst();
            Group group = member.group;
            if (changed.add(group)) {
                units.beforeChange(group);
                usedBytes.add(-group.usedBytes());
            }
            group.remove(member);
            done++;
        }
        for (Group group : changed) {
            group.assign(now);
            usedBytes.add(group.usedBytes());
        }
        return done;
    }

    @Override
    public void restore(long item, int length) {
        byte[] name = Memory.toArray(EncodedOperation.key(item), EncodedOperation.keyLength(item));
        BodyReader body = new BodyReader().of(item);
        switch (EncodedOperation.type(item)) {
            case OperationType.TOPIC_ITEM -> {
                check(topics.find(EncodedOperation.key(item), name.length) == null, "a topic occurs twice");
                add(Topic.read(name, body));
            }
            case OperationType.TOPIC_GROUP_ITEM -> {
                check(groups.find(EncodedOperation.key(item), name.length) == null, "a group occurs twice");
                add(Group.read(name, body));
            }
            default -> check(false, "there is none of type " + EncodedOperation.type(item));
        }
        check(!body.hasMore(), "it is too long");
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalStateException("an item of topics is wrong: " + complaint);
        }
    }

    @Override
    public void restoreEnd() {
        // Every item stands for itself.
    }

    @Override
    public long usedBytes() {
        return usedBytes.get();
    }

    @Override
    public boolean tidy() {
        return false;
    }

    @Override
    public long digest() {
        long digest = topics.size();
        for (Topic topic : topics.all()) {
            digest = topic.digest(digest);
        }
        for (Group group : groups.all()) {
            digest = group.digest(digest);
        }
        return digest;
    }

    @Override
    public void reset() {
        topics.clear();
        groups.clear();
        sessions.clear();
        usedBytes.reset();
        topicCount.reset();
        groupCount.reset();
    }
}
