package io.synap.server.http.websocket;

import io.synap.server.http.live.SubscriptionMetrics;

/** Where one event loop counts its WebSockets. Confined to that loop. */
public interface WebSocketMetrics extends SubscriptionMetrics {
    void opened();

    /** @param code that of the close frame that ended it; 1006 without one */
    void closed(int code);

    void received(long messages, long bytes);

    void sent(long messages, long bytes);

    /** Counts nothing. */
    WebSocketMetrics NONE = new WebSocketMetrics() {
        @Override
        public void opened() {}

        @Override
        public void closed(int code) {}

        @Override
        public void received(long messages, long bytes) {}

        @Override
        public void sent(long messages, long bytes) {}

        @Override
        public void subscribed(String kind) {}

        @Override
        public void unsubscribed(String kind) {}

        @Override
        public void slowConsumer() {}
    };
}
