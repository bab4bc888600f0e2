package io.synap.server.http.topic;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.topic.TopicState;
import io.synap.protocol.Partitions;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.RoomNeeded;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.stream.PartitionEvents;
import io.synap.server.topic.TopicCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes to topics: decides which partition an event belongs to and appends what one request brings as one.
 * Confined to one event loop.
 *
 * <p>An event with a key belongs to the key's partition, see {@link Partitions}. Events without one take turns:
 * all of a request go to the same partition, those of the next request to the next.
 */
final class TopicPublishing {
    private static final long LIMIT_DEFAULT = 100;
    private static final long LIMIT_MAX = 1000;

    private final TopicStore store;
    private final TopicCommands commands;
    private final PartitionEvents events;
    private final NativeText key = new NativeText();
    private int turn;

    /** @param turn where the turns begin, so that event loops do not go in step */
    TopicPublishing(TopicStore store, PartitionEvents events, int turn) {
        this.store = store;
        this.commands = store.commands();
        this.events = events;
        this.turn = turn;
    }

    /** The command {@code topic.publish}: one event, or several in {@code events}. */
    void publish(CommandCall call, boolean published) {
        TopicState topic = commands.topic(store.topic(call));
        Fields fields = call.payload();
        boolean one = !fields.has("events");
        List<Fields> given = one ? List.of(fields) : several(fields);
        int[] partitions = partitions(topic, given);
        Map<Integer, List<Fields>> gathered = new TreeMap<>();
        for (int i = 0; i < partitions.length; i++) {
            gathered.computeIfAbsent(partitions[i], none -> new ArrayList<>()).add(given.get(i));
        }
        commands.beginPublish();
        gathered.forEach((partition, of) -> {
            var room = TopicCommands.room(topic.name(), partition);
            var _ = commands.publishing(room, events.encode(room.toArray(), of, published));
        });
        if (!commands.access().hasRoom(commands.publishBytes())) {
            throw new RoomNeeded();
        }
        long[] first = commands.publish();
        turn++;
        Map<Integer, Long> next = new TreeMap<>();
        int place = 0;
        for (int partition : gathered.keySet()) {
            next.put(partition, first[place++]);
        }
        write(call.out(), topic, partitions, next, one);
    }

    private List<Fields> several(Fields fields) {
        JsonNode array = fields.array("events", events.batchMax());
        if (array.isEmpty()) {
            throw Fields.invalid("field 'events' is empty");
        }
        List<Fields> several = new ArrayList<>(array.size());
        for (JsonNode each : array) {
            several.add(Fields.of(each));
        }
        return several;
    }

    private int[] partitions(TopicState topic, List<Fields> given) {
        int own = Math.floorMod(turn, topic.partitions());
        int[] partitions = new int[given.size()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = partition(topic, given.get(i), own);
        }
        return partitions;
    }

    private int partition(TopicState topic, Fields event, int otherwise) {
        if (event.has("partition_id")) {
            int wanted = TopicStore.partition(event.integer("partition_id"));
            if (wanted < 0 || wanted >= topic.partitions()) {
                throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
            }
            return wanted;
        }
        if (!event.textIfPresent("key", key)) {
            return otherwise;
        }
        return Partitions.partitionOf(key.address(), key.length(), topic.partitions());
    }

    private static void write(
            ValueOutput out, TopicState topic, int[] partitions, Map<Integer, Long> next, boolean one) {
        out.beginObject();
        if (one) {
            result(out, partitions[0], next);
        } else {
            out.name("results").beginArray();
            for (int partition : partitions) {
                out.beginObject();
                result(out, partition, next);
                out.endObject();
            }
            out.endArray();
        }
        out.name("topic").text(TopicStore.shown(topic.name())).endObject();
    }

    private static void result(ValueOutput out, int partition, Map<Integer, Long> next) {
        long offset = next.merge(partition, 1L, Long::sum) - 1;
        out.name("partition_id").number(partition).name("offset").number(offset);
    }

    /** The command {@code topic.consume}: a page of a partition's events. */
    void consume(CommandCall call, boolean octets) {
        TopicState topic = commands.topic(store.topic(call));
        int partition = store.partition(call);
        var state = commands.partition(topic, partition);
        var given = call.arguments();
        long from = given.has("from_offset") ? given.integer("from_offset") : state.firstOffset();
        long limit = given.has("limit") ? given.integer("limit") : LIMIT_DEFAULT;
        long wait = given.has("wait_ms") ? given.integer("wait_ms") : 0;
        byte[] room = Partitions.roomOf(topic.name().toArray(), partition);
        events.answer(
                call,
                new PartitionEvents.Partition(TopicStore.shown(topic.name()), partition, room),
                from,
                Math.min(limit, LIMIT_MAX),
                wait,
                octets);
    }
}
