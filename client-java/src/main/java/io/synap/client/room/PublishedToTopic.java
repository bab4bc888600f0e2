package io.synap.client.room;

import io.synap.client.wire.Value;

/** Where an event of a topic went. Immutable. */
public record PublishedToTopic(String topic, int partition, long offset) {
    static PublishedToTopic read(String topic, Value value) {
        return new PublishedToTopic(
                topic,
                Math.toIntExact(value.get("partition_id").integer()),
                value.get("offset").integer());
    }
}
