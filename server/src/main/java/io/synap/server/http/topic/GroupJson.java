package io.synap.server.http.topic;

import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.GroupState.MemberState;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.topic.ExclusiveGroups;
import io.synap.server.topic.PartitionState;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Groups as JSON. Thread-safe, no state. */
final class GroupJson {
    private GroupJson() {}

    static String shown(Strategy strategy) {
        return strategy.name().toLowerCase(Locale.ROOT);
    }

    static ValueOutput source(ValueOutput out, GroupState group) {
        return out.name(group.source() == Source.TOPIC ? "topic" : "room").text(TopicStore.shown(group.sourceName()));
    }

    /** What a member of the group needs to know to work. */
    static void assignment(ValueOutput out, GroupState group, MemberState member) {
        out.beginObject().name("member_id").text(TopicStore.shown(member.id()));
        out.name("group_id").text(TopicStore.shown(group.name()));
        source(out, group).name("generation").number(group.generation());
        out.name("session_timeout_ms").number(member.sessionTimeoutMillis());
        partitions(out, member);
        out.endObject();
    }

    private static void partitions(ValueOutput out, MemberState member) {
        out.name("partitions").beginArray();
        member.partitions().forEach(out::number);
        out.endArray();
    }

    /** One line of a list. */
    static void line(ValueOutput out, GroupState group) {
        out.beginObject().name("group_id").text(TopicStore.shown(group.name()));
        source(out, group).name("strategy").text(shown(group.strategy()));
        out.name("generation").number(group.generation());
        out.name("member_count").number(group.members().size());
        out.name("partition_count").number(group.partitions());
        out.endObject();
    }

    /** Everything about a group, its lag among it. */
    static void stats(ValueOutput out, GroupState group, ExclusiveGroups groups, long now) {
        out.beginObject().name("group_id").text(TopicStore.shown(group.name()));
        figures(source(out, group), group, groups, now);
        out.endObject();
    }

    /** The same as a room shows of its groups, of either type. */
    static void ofRoom(ValueOutput out, GroupState group, ExclusiveGroups groups, long now) {
        out.beginObject().name("group").text(TopicStore.shown(group.name()));
        source(out, group).name("type").text("exclusive");
        figures(out, group, groups, now);
        out.endObject();
    }

    private static void figures(ValueOutput out, GroupState group, ExclusiveGroups groups, long now) {
        out.name("state").text(group.members().isEmpty() ? "Empty" : "Stable");
        out.name("strategy").text(shown(group.strategy()));
        out.name("session_timeout_ms").number(group.sessionTimeoutMillis());
        out.name("generation").number(group.generation());
        out.name("member_count").number(group.members().size());
        out.name("partition_count").number(group.partitions());
        out.name("committed_partitions")
                .number(group.committed().stream()
                        .filter(offset -> offset != GroupState.NONE)
                        .count());
        out.name("last_rebalance_secs")
                .any(group.generation() == 0 ? null : Math.max(0, now - group.assignedMillis()) / 1000);
        out.name("created_at").number(group.createdMillis());
        out.name("members").beginArray();
        for (MemberState member : group.members()) {
            out.beginObject().name("member_id").text(TopicStore.shown(member.id()));
            out.name("session_timeout_ms").number(member.sessionTimeoutMillis());
            out.name("session_expires_at").number(member.sessionDeadline());
            partitions(out, member);
            out.endObject();
        }
        out.endArray().name("partitions").beginArray();
        @Nullable String[] owners = owners(group);
        long lag = 0;
        for (int partition = 0; partition < group.partitions(); partition++) {
            PartitionState state = groups.findPartition(group, partition);
            long committed = group.committed().get(partition);
            lag += state == null ? 0 : state.lag(committed);
            out.beginObject().name("partition_id").number(partition);
            out.name("member_id").any(owners[partition]);
            offset(out, committed, state);
            out.endObject();
        }
        out.endArray().name("lag").number(lag);
    }

    private static @Nullable String[] owners(GroupState group) {
        @Nullable String[] owners = new String[group.partitions()];
        for (MemberState member : group.members()) {
            member.partitions().forEach(partition -> owners[partition] = TopicStore.shown(member.id()));
        }
        return owners;
    }

    /** A committed offset with what it stands against; the partition's own figures are null when it is gone. */
    static void offset(ValueOutput out, long committed, @Nullable PartitionState partition) {
        out.name("offset").any(committed == GroupState.NONE ? null : committed);
        out.name("first_offset").any(partition == null ? null : partition.firstOffset());
        out.name("next_offset").any(partition == null ? null : partition.nextOffset());
        out.name("lag").any(partition == null ? null : partition.lag(committed));
    }

    static void offsets(ValueOutput out, List<PartitionOffset> offsets) {
        out.name("offsets").beginArray();
        for (PartitionOffset each : offsets) {
            out.beginObject().name("partition_id").number(each.partition());
            out.name("offset").number(each.offset()).endObject();
        }
        out.endArray();
    }
}
