package io.synap.client.pubsub;

import java.time.Instant;
import java.util.Map;

/** What is told to subscribers. Immutable. */
public sealed interface PubSubItem<T> {
    /** A message, at most once for a subscription. */
    record Message<T>(String channel, String id, T payload, Map<String, String> metadata, Instant timestamp)
            implements PubSubItem<T> {}

    /** So many messages are missing here: the subscriber was too slow, under the policy {@link SubscribeOptions.Policy#DROP_OLDEST}. */
    record Gap<T>(long dropped) implements PubSubItem<T> {}

    /** The connection was lost and is there again: what was published in between is missing. */
    record Reconnected<T>() implements PubSubItem<T> {}
}
