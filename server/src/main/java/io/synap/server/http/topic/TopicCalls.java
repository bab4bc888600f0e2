package io.synap.server.http.topic;

import io.synap.engine.topic.TopicState;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.topic.PartitionState;
import io.synap.server.topic.TopicCommands;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands {@code topic.*} that are about topics as such, with the shapes of the published Synap protocol,
 * and more beside them. Confined to one event loop. The other syntaxes lead to these.
 */
final class TopicCalls {
    private static final int PARTITIONS_DEFAULT = 3;

    private final TopicStore store;
    private final TopicCommands commands;
    private final TopicPublishing events;

    TopicCalls(TopicStore store, TopicPublishing events) {
        this.store = store;
        this.events = events;
        this.commands = store.commands();
    }

    void register(CommandRegistry registry) {
        registry.add("topic.create", this::create)
                .add("topic.delete", this::delete)
                .add("topic.list", this::list)
                .add("topic.stats", this::stats)
                .add("topic.publish", call -> events.publish(call, true))
                .add("topic.consume", call -> events.consume(call, true));
    }

    /** As {@code topic.publish}, but what is not known is refused. */
    void publish(CommandCall call) {
        events.publish(call, false);
    }

    /** As {@code topic.consume}, but payloads are shown as they are. */
    void consume(CommandCall call) {
        events.consume(call, false);
    }

    void create(CommandCall call) {
        Bytes topic = store.topic(call);
        Fields fields = call.payload();
        int partitions = TopicStore.count(fields, "num_partitions", PARTITIONS_DEFAULT);
        Settings settings = TopicSettings.read(fields);
        store.room(partitions);
        commands.createTopic(topic, partitions, settings);
        ValueOutput out = call.out().beginObject().name("success").flag(true);
        out.name("topic").text(TopicStore.shown(topic));
        out.name("num_partitions").number(partitions);
        // How often things are kept is the server's own affair: a topic is on as many copies as it has.
        out.name("replication_factor").number(1).endObject();
    }

    void delete(CommandCall call) {
        Bytes topic = store.topic(call);
        store.room(commands.readerCount(topic));
        commands.deleteTopic(topic);
        call.out().beginObject().name("success").flag(true);
        call.out().name("deleted").text(TopicStore.shown(topic)).endObject();
    }

    /** All names, as the published protocol has it. */
    private void list(CommandCall call) {
        List<Bytes> names = commands.topicNames(TopicStore.cursor(call.arguments()), store.all());
        ValueOutput out = call.out().beginObject().name("topics").beginArray();
        names.forEach(name -> out.text(TopicStore.shown(name)));
        out.endArray().name("count").number(names.size());
        out.name("cursor").any(TopicStore.cursorBehind(names, store.all())).endObject();
    }

    /** A topic with its partitions; one whose room was deleted has no figures. */
    void stats(CommandCall call) {
        TopicState topic = commands.topic(store.topic(call));
        String shown = TopicStore.shown(topic.name());
        ValueOutput out = call.out().beginObject().name("topic").text(shown);
        out.name("num_partitions").number(topic.partitions());
        out.name("created_at").number(topic.createdMillis());
        out.name("partitions").beginArray();
        @Nullable PartitionState sample = null;
        for (int partition = 0; partition < topic.partitions(); partition++) {
            PartitionState state = commands.find(TopicCommands.room(topic.name(), partition));
            out.beginObject().name("partition_id").number(partition);
            out.name("topic").text(shown);
            out.name("room").text(TopicStore.shown(TopicCommands.room(topic.name(), partition)));
            figures(out, state);
            out.endObject();
            sample = sample == null ? state : sample;
        }
        out.endArray();
        if (sample != null) {
            TopicSettings.write(out, sample.config());
        }
        out.endObject();
    }

    private static void figures(ValueOutput out, @Nullable PartitionState state) {
        out.name("message_count").any(state == null ? null : state.events());
        out.name("total_bytes").any(state == null ? null : state.bytes());
        out.name("min_offset").any(state == null ? null : state.firstOffset());
        out.name("max_offset").any(state == null ? null : Math.max(0, state.nextOffset() - 1));
        out.name("next_offset").any(state == null ? null : state.nextOffset());
    }
}
