package io.synap.server.lifecycle;

import io.synap.server.http.websocket.WebSocketMetrics;
import io.synap.server.telemetry.WebSocketCounters;

/** Counts what one event loop's WebSockets do. Confined to that loop. */
record WebSocketWiring(WebSocketCounters counters) implements WebSocketMetrics {
    @Override
    public void opened() {
        counters.opened();
    }

    @Override
    public void closed(int code) {
        counters.closed(code);
    }

    @Override
    public void received(long messages, long bytes) {
        counters.received(messages, bytes);
    }

    @Override
    public void sent(long messages, long bytes) {
        counters.sent(messages, bytes);
    }

    @Override
    public void subscribed(String kind) {
        counters.subscriptions(kind, 1);
    }

    @Override
    public void unsubscribed(String kind) {
        counters.subscriptions(kind, -1);
    }

    @Override
    public void slowConsumer() {
        counters.slowConsumer();
    }
}
