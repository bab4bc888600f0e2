package io.synap.engine.topic;

import io.synap.engine.assignment.Assignment;
import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.image.ItemWriter;
import io.synap.engine.index.Named;
import io.synap.engine.memory.KeyHash;
import io.synap.protocol.Partitions;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.TopicOperation.CreateGroup;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive group: its members, who owns which partition in the present generation, and what was
 * committed. Confined to its shard's lock.
 *
 * <p>A partition has no owner only while the group has no members.
 */
final class Group extends ImageUnit implements Named {
    private static final int FIXED_BODY_BYTES = 1 + 4 + 4 + 1 + 8 + 8 + 8 + 8 + 4;
    private static final int MEMBER_BODY_BYTES = 4 + 8 + 8 + 8;
    private static final int PARTITION_BODY_BYTES = 4 + 8;
    private static final int OVERHEAD_BYTES = 256;
    private static final int MEMBER_OVERHEAD_BYTES = 192;
    private static final int PARTITION_BYTES = 16;

    private final byte[] name;
    private final Source source;
    private final Bytes sourceName;
    private final Strategy strategy;
    private final long sessionTimeoutMillis;
    private final long createdMillis;
    private final TreeMap<byte[], Member> members = new TreeMap<>(Arrays::compareUnsigned);
    private final @Nullable Member[] owners;
    private final long[] committed;
    private long generation;
    /** When the generation began, milliseconds since 1970; 0 before the first. */
    private long assignedMillis;
    /** What the members take, in bytes. */
    private long memberBytes;

    private Group(
            byte[] name,
            Source source,
            Bytes sourceName,
            int partitions,
            Strategy strategy,
            long sessionTimeoutMillis,
            long createdMillis) {
        this.name = name;
        this.source = source;
        this.sourceName = sourceName;
        this.strategy = strategy;
        this.sessionTimeoutMillis = sessionTimeoutMillis;
        this.createdMillis = createdMillis;
        this.owners = new Member[partitions];
        this.committed = new long[partitions];
        Arrays.fill(committed, GroupState.NONE);
    }

    static Group create(CreateGroup create, long now) {
        return new Group(
                create.group().toArray(),
                create.source(),
                create.sourceName(),
                create.partitions(),
                create.strategy(),
                create.sessionTimeoutMillis(),
                now);
    }

    @Override
    public byte[] name() {
        return name;
    }

    Collection<Member> members() {
        return members.values();
    }

    @Nullable
    Member member(Bytes id) {
        return members.get(id.toArray());
    }

    long generation() {
        return generation;
    }

    /** Adds a member; the partitions are then to be assigned anew. */
    Member add(byte[] id, long timeoutMillis, long number, long now) {
        long timeout = timeoutMillis == 0 ? sessionTimeoutMillis : timeoutMillis;
        Member member = new Member(this, id, timeout, number, now + timeout);
        put(member);
        return member;
    }

    private void put(Member member) {
        members.put(member.id, member);
        memberBytes += MEMBER_OVERHEAD_BYTES + member.id.length;
    }

    /** Removes a member; the partitions are then to be assigned anew. */
    void remove(Member member) {
        members.remove(member.id);
        memberBytes -= MEMBER_OVERHEAD_BYTES + member.id.length;
        for (int partition = 0; partition < owners.length; partition++) {
            if (member.equals(owners[partition])) {
                owners[partition] = null;
            }
        }
    }

    /** Begins a new generation with a new assignment. */
    void assign(long now) {
        generation++;
        assignedMillis = now;
        List<Member> sorted = number();
        int[] before = ownersByIndex();
        int[] after = Assignment.assign(strategy, sorted.size(), before);
        for (int partition = 0; partition < after.length; partition++) {
            owners[partition] = after[partition] == Assignment.NOBODY ? null : sorted.get(after[partition]);
        }
    }

    /** Gives the members their present places. */
    private List<Member> number() {
        List<Member> sorted = new ArrayList<>(members.values());
        for (int index = 0; index < sorted.size(); index++) {
            sorted.get(index).index = index;
        }
        return sorted;
    }

    private int[] ownersByIndex() {
        int[] indexes = new int[owners.length];
        for (int partition = 0; partition < indexes.length; partition++) {
            Member owner = owners[partition];
            indexes[partition] = owner == null ? Assignment.NOBODY : owner.index;
        }
        return indexes;
    }

    /** Why the member may not commit these in that generation; null if it may. */
    @Nullable
    ErrorCode whyNot(Member member, long ofGeneration, List<PartitionOffset> offsets) {
        if (ofGeneration != generation) {
            return ErrorCode.STALE_GENERATION;
        }
        ErrorCode wrong = whyWrong(offsets);
        if (wrong != null) {
            return wrong;
        }
        for (PartitionOffset each : offsets) {
            if (!member.equals(owners[each.partition()])) {
                return ErrorCode.PARTITION_NOT_ASSIGNED;
            }
        }
        return null;
    }

    /** Why nobody, who is no member, may not commit these; null if that is all right. */
    @Nullable
    ErrorCode whyNot(List<PartitionOffset> offsets) {
        return members.isEmpty() ? whyWrong(offsets) : ErrorCode.MEMBER_NOT_FOUND;
    }

    /** What is wrong with these as offsets of this group; null if nothing is. */
    @Nullable
    ErrorCode whyWrong(List<PartitionOffset> offsets) {
        for (PartitionOffset each : offsets) {
            if (each.partition() < 0 || each.partition() >= committed.length) {
                return ErrorCode.PARTITION_NOT_FOUND;
            }
            if (each.offset() < 0) {
                return ErrorCode.OFFSET_OUT_OF_RANGE;
            }
        }
        return offsets.isEmpty() ? ErrorCode.INVALID_ARGUMENT : null;
    }

    void commit(List<PartitionOffset> offsets) {
        offsets.forEach(each -> committed[each.partition()] = each.offset());
    }

    long usedBytes() {
        return OVERHEAD_BYTES
                + (long) name.length
                + sourceName.length()
                + (long) PARTITION_BYTES * committed.length
                + memberBytes;
    }

    GroupState state() {
        Map<Member, List<Integer>> owned = new HashMap<>();
        for (int partition = 0; partition < owners.length; partition++) {
            Member owner = owners[partition];
            if (owner != null) {
                owned.computeIfAbsent(owner, first -> new ArrayList<>()).add(partition);
            }
        }
        List<GroupState.MemberState> states = new ArrayList<>(members.size());
        for (Member member : members.values()) {
            states.add(new GroupState.MemberState(
                    Bytes.of(member.id),
                    member.sessionTimeoutMillis,
                    member.deadline,
                    List.copyOf(owned.getOrDefault(member, List.of()))));
        }
        return new GroupState(
                Bytes.of(name),
                source,
                sourceName,
                strategy,
                sessionTimeoutMillis,
                generation,
                assignedMillis,
                List.copyOf(states),
                Arrays.stream(committed).boxed().toList(),
                createdMillis);
    }

    boolean reads(Source kind, Set<Bytes> names) {
        return source == kind && names.contains(sourceName);
    }

    long digest(long from) {
        var _ = number();
        long digest = Digests.mix(Digests.mix(from, name), sourceName.toArray());
        digest = KeyHash.mix(digest, source.code());
        digest = KeyHash.mix(digest, strategy.code());
        digest = KeyHash.mix(digest, sessionTimeoutMillis);
        digest = KeyHash.mix(digest, createdMillis);
        digest = KeyHash.mix(digest, generation);
        digest = KeyHash.mix(digest, assignedMillis);
        for (Member member : members.values()) {
            digest = Digests.mix(digest, member.id);
            digest = KeyHash.mix(digest, member.sessionTimeoutMillis);
            digest = KeyHash.mix(digest, member.number);
            digest = KeyHash.mix(digest, member.deadline);
        }
        int[] indexes = ownersByIndex();
        for (int partition = 0; partition < indexes.length; partition++) {
            digest = KeyHash.mix(digest, indexes[partition]);
            digest = KeyHash.mix(digest, committed[partition]);
        }
        return digest;
    }

    @Override
    protected long imageBytes() {
        long ids = 0;
        for (byte[] id : members.keySet()) {
            ids += id.length;
        }
        long body = FIXED_BODY_BYTES
                + (long) sourceName.length()
                + (long) MEMBER_BODY_BYTES * members.size()
                + ids
                + (long) PARTITION_BODY_BYTES * committed.length;
        return ImageItems.itemBytes(0, name.length, body);
    }

    @Override
    protected void writeTo(ImageItems target) {
        ItemWriter body = target.begin(0, OperationType.TOPIC_GROUP_ITEM, name)
                .putByte(source.code())
                .putBytes(sourceName.toArray())
                .putInt(committed.length)
                .putByte(strategy.code())
                .putLong(sessionTimeoutMillis)
                .putLong(createdMillis)
                .putLong(generation)
                .putLong(assignedMillis)
                .putInt(members.size());
        for (Member member : number()) {
            body.putBytes(member.id)
                    .putLong(member.sessionTimeoutMillis)
                    .putLong(member.number)
                    .putLong(member.deadline);
        }
        int[] indexes = ownersByIndex();
        for (int partition = 0; partition < indexes.length; partition++) {
            body.putInt(indexes[partition]).putLong(committed[partition]);
        }
        target.end(body);
    }

    /** Reads the body of an item of an image. */
    static Group read(byte[] name, BodyReader body) {
        Source source = Source.of(body.getByte());
        Bytes sourceName = Bytes.of(body.array());
        int partitions = body.getInt();
        check(partitions > 0 && partitions <= Partitions.COUNT_MAX, "it has " + partitions + " partitions");
        Strategy strategy = Strategy.of(body.getByte());
        Group group = new Group(name, source, sourceName, partitions, strategy, body.getLong(), body.getLong());
        group.generation = body.getLong();
        group.assignedMillis = body.getLong();
        int count = body.getInt();
        for (int i = 0; i < count; i++) {
            group.put(new Member(group, body.array(), body.getLong(), body.getLong(), body.getLong()));
        }
        check(group.members.size() == count, "a member occurs twice");
        List<Member> sorted = group.number();
        for (int partition = 0; partition < partitions; partition++) {
            int owner = body.getInt();
            check(owner >= Assignment.NOBODY && owner < count, "a partition has an owner that is no member");
            group.owners[partition] = owner == Assignment.NOBODY ? null : sorted.get(owner);
            group.committed[partition] = body.getLong();
        }
        return group;
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalStateException("an item of a group is wrong: " + complaint);
        }
    }
}
