package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.concurrent.EventExecutor;
import io.synap.engine.topic.TopicState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.topic.TopicCommands;
import java.util.ArrayList;
import java.util.List;

/**
 * Topics as something to subscribe to: all of their partitions or some, which are rooms, through one outlet. Confined to one
 * event loop. {@code topic.subscribe {topic, partitions?: [number, …], from?, cursors?: {"partition": cursor, …}}}.
 */
final class TopicSource implements LiveSource {
    private final RoomSource rooms;
    private final TopicCommands topics;
    private final NativeText name = new NativeText();

    TopicSource(RoomSource rooms, TopicCommands topics) {
        this.rooms = rooms;
        this.topics = topics;
    }

    @Override
    public LiveSubscription open(CommandCall call, Outlet outlet) {
        call.key(name, "topic");
        call.about(name);
        TopicState topic = topics.topic(Bytes.of(name.toArray()));
        Fields given = call.payload();
        Fields cursors = Fields.of(given.find("cursors"));
        SubscribeStart start = SubscribeStart.read(given, "from");
        Followed followed = new Followed(RoomLabel.text(topic.name().toArray()), outlet);
        boolean open = false;
        try {
            for (int partition : partitions(given, topic)) {
                String number = Integer.toString(partition);
                SubscribeStart own =
                        cursors.has(number) ? new SubscribeStart(RoomCursor.parse(cursors.text(number)), null) : start;
                followed.add(partition, rooms.follow(TopicCommands.room(topic.name(), partition), own, followed));
            }
            open = true;
            return followed;
        } finally {
            if (!open) {
                followed.close();
            }
        }
    }

    private static List<Integer> partitions(Fields given, TopicState topic) {
        List<Integer> wanted = new ArrayList<>();
        if (!given.has("partitions")) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                wanted.add(partition);
            }
            return wanted;
        }
        for (JsonNode each : given.array("partitions", topic.partitions())) {
            int partition = each.isInt() ? each.intValue() : -1;
            if (partition < 0 || partition >= topic.partitions()) {
                throw new SynapException(ErrorCode.PARTITION_NOT_FOUND);
            }
            if (!wanted.contains(partition)) {
                wanted.add(partition);
            }
        }
        return wanted;
    }

    /** Several partitions as one subscription, which ends when one of them is gone. */
    private static final class Followed implements LiveSubscription, Outlet {
        private record Part(int number, LiveSubscription subscription) {}

        private final String topic;
        private final Outlet outlet;
        private final List<Part> parts = new ArrayList<>();
        private int first;
        private boolean ended;

        Followed(String topic, Outlet outlet) {
            this.topic = topic;
            this.outlet = outlet;
        }

        private void add(int number, LiveSubscription subscription) {
            parts.add(new Part(number, subscription));
        }

        @Override
        public void describe(ValueOutput out) {
            out.name("topic").text(topic).name("partitions").beginArray();
            for (Part each : parts) {
                out.beginObject().name("partition_id").number(each.number());
                each.subscription().describe(out);
                out.endObject();
            }
            out.endArray();
        }

        @Override
        public void resume() {
            // Each time another one is the first, so that a slow client does not starve the last.
            int from = first++;
            for (int i = 0; i < parts.size() && !ended; i++) {
                parts.get(Math.floorMod(from + i, parts.size())).subscription().resume();
            }
        }

        @Override
        public void close() {
            ended = true;
            parts.forEach(each -> each.subscription().close());
        }

        @Override
        public EventExecutor loop() {
            return outlet.loop();
        }

        @Override
        public int room() {
            return outlet.room();
        }

        @Override
        public void send(LiveEvent event) {
            if (!ended) {
                outlet.send(event);
            }
        }

        @Override
        public void flush(long awaited) {
            if (!ended) {
                outlet.flush(awaited);
            }
        }

        @Override
        public void end(SynapException reason) {
            if (!ended) {
                close();
                outlet.end(reason);
            }
        }
    }
}
