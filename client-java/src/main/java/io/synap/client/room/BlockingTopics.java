package io.synap.client.room;

import io.synap.client.transport.Caller;
import java.util.List;

/**
 * {@link Topics} for threads that may wait: the same methods, which return what there its stages complete with, and throw what
 * they fail with, a {@link io.synap.client.error.SynapClientException}. Immutable and thread-safe.
 */
public final class BlockingTopics<T> {
    private final Topics<T> topics;

    BlockingTopics(Topics<T> topics) {
        this.topics = topics;
    }

    /** The same that does not wait. */
    public Topics<T> async() {
        return topics;
    }

    /** See {@link Topics#create(String, int)}. */
    public void create(String topic, int partitions) {
        Caller.await(topics.create(topic, partitions));
    }

    /** See {@link Topics#create(String, int, RoomSettings)}. */
    public void create(String topic, int partitions, RoomSettings settings) {
        Caller.await(topics.create(topic, partitions, settings));
    }

    /** See {@link Topics#delete}. */
    public void delete(String topic) {
        Caller.await(topics.delete(topic));
    }

    /** See {@link Topics#list}. */
    public List<String> list() {
        return Caller.await(topics.list());
    }

    /** See {@link Topics#info}. */
    public TopicInfo info(String topic) {
        return Caller.await(topics.info(topic));
    }

    /** See {@link Topics#publish(String, NewEvent)}. */
    public PublishedToTopic publish(String topic, NewEvent<T> event) {
        return Caller.await(topics.publish(topic, event));
    }

    /** See {@link Topics#publish(String, int, NewEvent)}. */
    public PublishedToTopic publish(String topic, int partition, NewEvent<T> event) {
        return Caller.await(topics.publish(topic, partition, event));
    }

    /** See {@link Topics#publishAll}. */
    public List<PublishedToTopic> publishAll(String topic, List<NewEvent<T>> all) {
        return Caller.await(topics.publishAll(topic, all));
    }

    /** See {@link Topics#read}. */
    public EventPage<T> read(String topic, int partition, ReadOptions options) {
        return Caller.await(topics.read(topic, partition, options));
    }
}
