package io.synap.server.http.stream;

import io.synap.engine.Engine;
import io.synap.protocol.operation.EventFields;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.Shape;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.stream.EventJson.Data;
import io.synap.server.stream.EventBatch;
import io.synap.server.stream.StreamCommands;
import io.synap.server.stream.StreamLimits;
import io.synap.server.topic.TopicCommands;
import java.util.List;

/** The events of a topic's partitions, which are rooms. Confined to one event loop. */
public final class PartitionEvents {
    /** The fields of an event, as routes declare them; {@code event_type} is what rooms call {@code event}. */
    public static final String SHAPE = "event_type?:string " + EventInput.SHAPE;

    private static final Shape KNOWN = Shape.of(SHAPE + " partition_id?:integer");

    /**
     * One partition.
     *
     * @param room its room's name, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // A name on its way from one feature to the other.
    public record Partition(String topic, int number, byte[] room) {}

    private final RoomStore store;
    private final EventInput input;

    public PartitionEvents(
            StreamCommands commands, TopicCommands topics, StreamLimits bounds, HttpLimits limits, Engine engine) {
        store = new RoomStore(commands, topics, bounds, limits, engine);
        input = new EventInput(commands);
    }

    /** How many events one request may bring. */
    public int batchMax() {
        return store.batchMax();
    }

    /**
     * Encodes the append of events to a room; returns the operation, valid until the next call.
     *
     * @param published whether they come by the published protocol; else what is not known is refused
     */
    public long encode(byte[] room, List<Fields> events, boolean published) {
        store.room.set(room);
        store.commands().beginAppend(store.room.address(), store.room.length(), false);
        for (Fields event : events) {
            input.add(published ? event : KNOWN.check(event), published);
        }
        return store.commands().endAppend();
    }

    /**
     * Answers a call with a page of a partition's events: {@code {topic, partition_id, events, next_offset,
     * count}}.
     *
     * @param waitMillis how long to wait for the first of them; 0 for not at all
     * @param octets whether payloads are shown as arrays of numbers
     */
    public void answer(CommandCall call, Partition partition, long from, long limit, long waitMillis, boolean octets) {
        store.room.set(partition.room());
        Counting item = new Counting(partition, octets ? Data.OCTETS : Data.NATURAL);
        new PageReading(
                        store,
                        new PageStart.Offset(from),
                        false,
                        store.limit(limit),
                        item,
                        out -> begin(out, partition),
                        (out, next, more) -> out.endArray()
                                .name("next_offset")
                                .number(next)
                                .name("count")
                                .number(item.count)
                                .endObject())
                .answer(waitMillis, call.out(), call::defer, call::poll);
    }

    private static void begin(ValueOutput out, Partition partition) {
        out.beginObject().name("topic").text(partition.topic());
        out.name("partition_id").number(partition.number());
        out.name("events").beginArray();
    }

    /** Writes events with what the published protocol says about them in a topic. */
    private final class Counting implements RoomPage.Item {
        private final Partition partition;
        private final Data form;
        private int count;

        Counting(Partition partition, Data form) {
            this.partition = partition;
            this.form = form;
        }

        @Override
        public void write(ValueOutput out, RoomLabel room, EventBatch batch, int index) {
            out.beginObject();
            store.json().members(out, room, batch, index, form);
            store.json().again(out, EventFields.EVENT, "event_type");
            out.name("topic").text(partition.topic());
            out.name("partition_id").number(partition.number());
            out.endObject();
            count++;
        }
    }
}
