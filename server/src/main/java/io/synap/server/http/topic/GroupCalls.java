package io.synap.server.http.topic;

import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.GroupState.MemberState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.topic.ExclusiveGroups;
import io.synap.server.topic.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The commands {@code group.*} on exclusive consumer groups, with the shapes of the published Synap protocol,
 * and more beside them. Confined to one event loop. The other syntaxes lead to these.
 */
final class GroupCalls {
    private static final long SESSION_MILLIS_DEFAULT = 30_000;

    private final TopicStore store;
    private final ExclusiveGroups groups;
    private final RandomGenerator random;

    /** @param random of the ids that members get */
    GroupCalls(TopicStore store, RandomGenerator random) {
        this.store = store;
        this.groups = store.commands().groups();
        this.random = random;
    }

    void register(CommandRegistry registry) {
        registry.add("group.create", this::create)
                .add("group.delete", this::delete)
                .add("group.list", this::list)
                .add("group.stats", this::stats)
                .add("group.join", this::join)
                .add("group.leave", this::leave)
                .add("group.heartbeat", this::heartbeat)
                .add("group.assignment", this::assignment)
                .add("group.commit", this::commit)
                .add("group.offset", this::offset)
                .add("group.offsets", this::offsets)
                .add("group.reset", this::reset);
    }

    void create(CommandCall call) {
        Bytes group = store.group(call);
        Fields fields = call.payload();
        boolean ofRoom = fields.has("room");
        if (ofRoom == fields.has("topic")) {
            throw Fields.invalid("a group reads either a 'topic' or a 'room'");
        }
        Bytes source = Bytes.utf8(fields.text(ofRoom ? "room" : "topic"));
        Strategy strategy = strategy(fields);
        int partitions = TopicStore.count(fields, "partition_count", 0);
        long session = sessionMillis(fields);
        // A group's state has a place for each partition.
        store.room(0);
        groups.create(group, ofRoom ? Source.ROOM : Source.TOPIC, source, partitions, strategy, session);
        GroupState state = groups.get(group);
        ValueOutput out = call.out().beginObject().name("success").flag(true);
        out.name("group_id").text(TopicStore.shown(group));
        GroupJson.source(out, state).name("partition_count").number(state.partitions());
        out.name("strategy").text(GroupJson.shown(state.strategy()));
        out.name("session_timeout_ms").number(state.sessionTimeoutMillis());
        out.endObject();
    }

    /** How long a new group's members may be silent. */
    static long sessionMillis(Fields fields) {
        return TopicStore.millis(fields, "session_timeout", SESSION_MILLIS_DEFAULT);
    }

    /** How a new group's members divide the partitions. */
    static Strategy strategy(Fields fields) {
        return switch (fields.textOrNull("strategy")) {
            case null -> Strategy.ROUND_ROBIN;
            case "round_robin" -> Strategy.ROUND_ROBIN;
            case "range" -> Strategy.RANGE;
            case "sticky" -> Strategy.STICKY;
            default -> throw Fields.invalid("'strategy' must be round_robin, range or sticky");
        };
    }

    void delete(CommandCall call) {
        Bytes group = store.group(call);
        store.room(0);
        groups.delete(group);
        call.out().beginObject().name("success").flag(true);
        call.out().name("deleted").text(TopicStore.shown(group)).endObject();
    }

    /** All names, as the published protocol has it. */
    private void list(CommandCall call) {
        List<Bytes> names = groups.names(TopicStore.cursor(call.arguments()), store.all());
        ValueOutput out = call.out().beginObject().name("groups").beginArray();
        names.forEach(name -> out.text(TopicStore.shown(name)));
        out.endArray().name("count").number(names.size());
        out.name("cursor").any(TopicStore.cursorBehind(names, store.all())).endObject();
    }

    void stats(CommandCall call) {
        GroupState group = groups.get(store.group(call));
        GroupJson.stats(call.out(), group, groups, store.commands().access().now());
    }

    void join(CommandCall call) {
        Bytes group = store.group(call);
        Fields fields = call.payload();
        String wanted = fields.textOrNull("member_id");
        Bytes member = Bytes.utf8(wanted == null ? newMember() : wanted);
        long session = TopicStore.millis(fields, "session_timeout", 0);
        store.room(0);
        groups.join(group, member, session);
        writeAssignment(call, group, member);
    }

    private String newMember() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    void assignment(CommandCall call) {
        writeAssignment(call, store.group(call), store.member(call));
    }

    private void writeAssignment(CommandCall call, Bytes name, Bytes id) {
        GroupState group = groups.get(name);
        MemberState member = group.member(id);
        if (member == null) {
            throw new SynapException(ErrorCode.MEMBER_NOT_FOUND);
        }
        GroupJson.assignment(call.out(), group, member);
    }

    void leave(CommandCall call) {
        Bytes group = store.group(call);
        Bytes member = store.member(call);
        store.room(0);
        groups.leave(group, member);
        call.out().beginObject().name("success").flag(true);
        call.out().name("member_id").text(TopicStore.shown(member)).endObject();
    }

    void heartbeat(CommandCall call) {
        Bytes group = store.group(call);
        Bytes member = store.member(call);
        Fields fields = call.payload();
        long known = fields.integer("generation", -1);
        store.room(0);
        long generation = groups.heartbeat(group, member);
        ValueOutput out = call.out().beginObject().name("success").flag(true);
        out.name("generation").number(generation);
        if (known >= 0) {
            out.name("rebalanced").flag(known != generation);
        }
        out.endObject();
    }

    void commit(CommandCall call) {
        Bytes group = store.group(call);
        Fields fields = call.payload();
        String member = fields.textOrNull("member_id");
        if ((member == null) != !fields.has("generation")) {
            throw Fields.invalid("a member commits with 'member_id' and 'generation'");
        }
        if (member != null && member.isEmpty()) {
            throw Fields.invalid("field 'member_id' is empty");
        }
        List<PartitionOffset> offsets = store.offsets(fields);
        store.room(offsets.size());
        long generation = groups.commit(
                group, member == null ? Bytes.EMPTY : Bytes.utf8(member), fields.integer("generation", 0), offsets);
        ValueOutput out = call.out().beginObject().name("success").flag(true);
        if (fields.has("offsets")) {
            GroupJson.offsets(out, offsets);
        } else {
            out.name("partition_id").number(offsets.getFirst().partition());
            out.name("offset").number(offsets.getFirst().offset());
        }
        out.name("generation").number(generation).endObject();
    }

    void offset(CommandCall call) {
        GroupState group = groups.get(store.group(call));
        int partition = store.partition(call);
        if (partition < 0 || partition >= group.partitions()) {
            throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
        }
        ValueOutput out = call.out().beginObject();
        out.name("group_id").text(TopicStore.shown(group.name()));
        out.name("partition_id").number(partition);
        GroupJson.offset(out, group.committed().get(partition), groups.findPartition(group, partition));
        out.endObject();
    }

    void offsets(CommandCall call) {
        GroupState group = groups.get(store.group(call));
        ValueOutput out = call.out().beginObject();
        out.name("group_id").text(TopicStore.shown(group.name()));
        out.name("generation").number(group.generation());
        out.name("offsets").beginArray();
        for (int partition = 0; partition < group.partitions(); partition++) {
            out.beginObject().name("partition_id").number(partition);
            GroupJson.offset(out, group.committed().get(partition), groups.findPartition(group, partition));
            out.endObject();
        }
        out.endArray().endObject();
    }

    /** Sets offsets to numbers, or to the earliest or latest of one partition or of all. */
    void reset(CommandCall call) {
        Bytes name = store.group(call);
        Fields fields = call.payload();
        List<PartitionOffset> offsets = fields.has("to") ? offsets(groups.get(name), fields) : store.offsets(fields);
        store.room(offsets.size());
        long generation = groups.reset(name, offsets);
        ValueOutput out = call.out().beginObject().name("success").flag(true);
        out.name("group_id").text(TopicStore.shown(name));
        out.name("generation").number(generation);
        GroupJson.offsets(out, offsets);
        out.endObject();
    }

    private List<PartitionOffset> offsets(GroupState group, Fields fields) {
        String to = fields.text("to");
        if (fields.has("offset") || fields.has("offsets")) {
            throw Fields.invalid("'to' excludes 'offset' and 'offsets'");
        }
        if (!to.equals("earliest") && !to.equals("latest")) {
            throw Fields.invalid("'to' must be earliest or latest");
        }
        boolean one = fields.has("partition_id");
        int first = one ? TopicStore.partition(fields.integer("partition_id")) : 0;
        int end = one ? first + 1 : group.partitions();
        List<PartitionOffset> offsets = new ArrayList<>();
        for (int partition = first; partition < end; partition++) {
            PartitionState state = groups.partition(group, partition);
            offsets.add(
                    new PartitionOffset(partition, to.equals("earliest") ? state.firstOffset() : state.nextOffset()));
        }
        return offsets;
    }
}
