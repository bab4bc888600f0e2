package io.synap.client.pubsub;

import io.synap.client.transport.Caller;
import java.util.List;
import java.util.Map;

/**
 * {@link PubSub} for threads that may wait: the same methods, which return what there its stages complete with, and throw what
 * they fail with, a {@link io.synap.client.error.SynapClientException}. Immutable and thread-safe.
 */
public final class BlockingPubSub<T> {
    private final PubSub<T> pubsub;

    BlockingPubSub(PubSub<T> pubsub) {
        this.pubsub = pubsub;
    }

    /** The same that does not wait. */
    public PubSub<T> async() {
        return pubsub;
    }

    /** See {@link PubSub#publish(String, Object)}. */
    public Delivered publish(String channel, T payload) {
        return Caller.await(pubsub.publish(channel, payload));
    }

    /** See {@link PubSub#publish(String, Object, Map)}. */
    public Delivered publish(String channel, T payload, Map<String, String> metadata) {
        return Caller.await(pubsub.publish(channel, payload, metadata));
    }

    /** See {@link PubSub#stats}. */
    public PubSubStats stats() {
        return Caller.await(pubsub.stats());
    }

    /** See {@link PubSub#channels()}. */
    public List<String> channels() {
        return Caller.await(pubsub.channels());
    }

    /** See {@link PubSub#channels(String)}. */
    public List<String> channels(String glob) {
        return Caller.await(pubsub.channels(glob));
    }

    /** See {@link PubSub#subscribers}. */
    public long subscribers(String channel) {
        return Caller.await(pubsub.subscribers(channel));
    }
}
