package io.synap.server.http.live;

/** Where one event loop counts the subscriptions of one kind of connection. Confined to it. */
public interface SubscriptionMetrics {
    /** @param kind what is subscribed to: stream, queue, pubsub, kv, changes */
    void subscribed(String kind);

    void unsubscribed(String kind);

    /** A client was closed or lost its subscription since it did not take what it was sent. */
    void slowConsumer();

    /** Counts nothing. */
    SubscriptionMetrics NONE = new SubscriptionMetrics() {
        @Override
        public void subscribed(String kind) {}

        @Override
        public void unsubscribed(String kind) {}

        @Override
        public void slowConsumer() {}
    };
}
