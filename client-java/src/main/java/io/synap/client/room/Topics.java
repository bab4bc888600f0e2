package io.synap.client.room;

import io.synap.client.codec.Codec;
import io.synap.client.transport.Caller;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Topics: several rooms, the partitions, under one name. Events of one key go to one partition and stay in order. A
 * partition is the room {@code TOPIC/PARTITION}. Immutable and thread-safe.
 *
 * {@snippet :
 * Topics<String> topics = client.topics();
 * topics.blocking().create("orders", 4);
 * PublishedToTopic published = topics.blocking().publish("orders", NewEvent.of("placed").key("order-7"));
 * System.out.println(published.partition() + ":" + published.offset());
 * }
 */
public final class Topics<T> {
    private final Caller caller;
    private final Codec<T> codec;
    private final Rooms<T> rooms;

    /** @param executor runs subscribers */
    public Topics(Caller caller, Executor executor, Codec<T> codec) {
        this.caller = caller;
        this.codec = Objects.requireNonNull(codec, "codec");
        this.rooms = new Rooms<>(caller, executor, codec);
    }

    /** The same for threads that may wait. */
    public BlockingTopics<T> blocking() {
        return new BlockingTopics<>(this);
    }

    /** Makes a topic: TOPIC_EXISTS if it is there. */
    public CompletionStage<Void> create(String topic, int partitions) {
        return create(topic, partitions, RoomSettings.unchanged());
    }

    /** @param settings of each of its partitions */
    public CompletionStage<Void> create(String topic, int partitions, RoomSettings settings) {
        return caller.call(
                RoomCommands.TOPIC_CREATE,
                settings.addTo(of(topic).integer("num_partitions", Checks.positive("partitions", partitions))),
                RoomCommands.DONE);
    }

    /** Removes a topic with its events and the groups that read it: TOPIC_NOT_FOUND if there is none. */
    public CompletionStage<Void> delete(String topic) {
        return caller.call(RoomCommands.TOPIC_DELETE, of(topic), RoomCommands.DONE);
    }

    /** The names of all topics, as many as the server lists. */
    public CompletionStage<List<String>> list() {
        return caller.call(
                RoomCommands.TOPIC_LIST,
                Arguments.none(),
                payload -> Values.list(payload.tree().get("topics"), Value::text));
    }

    public CompletionStage<TopicInfo> info(String topic) {
        return caller.call(RoomCommands.TOPIC_STATS, of(topic), payload -> TopicInfo.read(payload.tree()));
    }

    /** Appends an event: to its key's partition, or, without a key, to one after another. */
    public CompletionStage<PublishedToTopic> publish(String topic, NewEvent<T> event) {
        return caller.call(
                RoomCommands.TOPIC_PUBLISH,
                event.addTo(of(topic), codec),
                payload -> PublishedToTopic.read(topic, payload.tree()));
    }

    /** Appends an event to a partition. */
    public CompletionStage<PublishedToTopic> publish(String topic, int partition, NewEvent<T> event) {
        return caller.call(
                RoomCommands.TOPIC_PUBLISH,
                event.addTo(of(topic).integer("partition_id", Checks.notNegative("partition", partition)), codec),
                payload -> PublishedToTopic.read(topic, payload.tree()));
    }

    /** Appends all of them, or none. */
    public CompletionStage<List<PublishedToTopic>> publishAll(String topic, List<NewEvent<T>> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no events");
        }
        List<Arguments> encoded =
                all.stream().map(each -> each.addTo(Arguments.none(), codec)).toList();
        return caller.call(
                RoomCommands.TOPIC_PUBLISH,
                of(topic).objects("events", encoded),
                payload -> Values.list(payload.tree().get("results"), each -> PublishedToTopic.read(topic, each)));
    }

    /** A page of a partition's events. */
    public CompletionStage<EventPage<T>> read(String topic, int partition, ReadOptions options) {
        return rooms.read(room(topic, partition), options);
    }

    /** A partition's events as they come, see {@link Rooms#follow(String, From)}. */
    public Flow.Publisher<RoomItem<T>> follow(String topic, int partition, From from) {
        return rooms.follow(room(topic, partition), from);
    }

    /** The room that a partition is. */
    public static String room(String topic, int partition) {
        return Checks.named("topic", topic) + "/" + Checks.notNegative("partition", partition);
    }

    private static Arguments of(String topic) {
        return Arguments.none().text("topic", Checks.named("topic", topic));
    }
}
