package io.synap.client.pubsub;

import io.synap.client.wire.Value;

/** The figures of all channels. Immutable. */
public record PubSubStats(
        long channels, long subscriptions, long patterns, long published, long delivered, long slowConsumers) {
    static PubSubStats read(Value value) {
        return new PubSubStats(
                value.get("total_topics").integer(),
                value.get("total_subscribers").integer(),
                value.get("total_wildcard_subscriptions").integer(),
                value.get("messages_published").integer(),
                value.get("messages_delivered").integer(),
                value.get("slow_consumers").integer());
    }
}
