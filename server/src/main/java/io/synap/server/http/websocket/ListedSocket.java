package io.synap.server.http.websocket;

import io.synap.server.http.ListedConnection;
import io.synap.server.http.Upgrade;
import java.util.LinkedHashMap;
import java.util.Map;

/** A WebSocket in the list of connections. Thread-safe; figures may be a little old. */
record ListedSocket(WebSocketConnection connection, Upgrade upgrade) implements ListedConnection {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Override
    public long id() {
        return upgrade.id();
    }

    @Override
    public Map<String, Object> describe(long nowNanos) {
        ConnectionWatch watch = connection.watch();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("protocol", "websocket");
        facts.put("id", upgrade.id());
        facts.put("addr", upgrade.address());
        facts.put("age", (nowNanos - upgrade.openedNanos()) / NANOS_PER_SECOND);
        facts.put("idle", Math.max(0, nowNanos - watch.receivedNanos()) / NANOS_PER_SECOND);
        facts.put("path", upgrade.template());
        facts.put("subprotocol", connection.codec().subprotocol());
        facts.put("subscriptions", connection.subscriptions());
        facts.put("unsent", watch.heldBytes());
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(upgrade.id());
    }
}
