package io.synap.server.lifecycle;

import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.TopicState;
import io.synap.protocol.operation.Bytes;
import io.synap.server.node.Node;
import io.synap.server.telemetry.TopicGauges;
import io.synap.server.topic.ExclusiveGroups;
import io.synap.server.topic.PartitionState;
import io.synap.server.topic.TopicCommands;
import io.synap.server.topic.TopicLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows the figures of topics and exclusive groups to telemetry. Called by one scraping thread at a time. */
final class TopicFigures implements TopicGauges {
    private static final int PAGE = 256;

    private final Node node;

    TopicFigures(Node node) {
        this.node = node;
    }

    /** Of this scrape alone: scrapes come on a thread that has no access of its own. */
    private TopicCommands commands() {
        return new TopicCommands(node.newAccess(), TopicLimits.DEFAULTS);
    }

    private interface Names {
        List<Bytes> after(@Nullable Bytes name);
    }

    private static void each(Names names, Consumer<Bytes> action) {
        List<Bytes> page = names.after(null);
        while (!page.isEmpty()) {
            page.forEach(action);
            page = page.size() < PAGE ? List.of() : names.after(page.getLast());
        }
    }

    @Override
    public void groups(Consumer<Group> action) {
        ExclusiveGroups groups = commands().groups();
        each(after -> groups.names(after, PAGE), name -> {
            GroupState group = groups.find(name);
            if (group != null) {
                action.accept(new Group(
                        shown(name),
                        shown(group.sourceName()),
                        group.members().size(),
                        lag(groups, group),
                        group.committed()));
            }
        });
    }

    private static long lag(ExclusiveGroups groups, GroupState group) {
        long lag = 0;
        for (int partition = 0; partition < group.partitions(); partition++) {
            PartitionState state = groups.findPartition(group, partition);
            lag += state == null ? 0 : state.lag(group.committed().get(partition));
        }
        return lag;
    }

    @Override
    public void partitions(Consumer<Partition> action) {
        TopicCommands commands = commands();
        each(after -> commands.topicNames(after, PAGE), name -> {
            TopicState topic = commands.findTopicByName(name);
            int partitions = topic == null ? 0 : topic.partitions();
            for (int partition = 0; partition < partitions; partition++) {
                PartitionState state = commands.find(TopicCommands.room(name, partition));
                if (state != null) {
                    action.accept(
                            new Partition(shown(name), partition, state.events(), state.bytes(), state.nextOffset()));
                }
            }
        });
    }

    private static String shown(Bytes name) {
        return new String(name.toArray(), StandardCharsets.UTF_8);
    }
}
