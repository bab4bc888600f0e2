package io.synap.server.http.websocket;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.live.LiveConnection;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveOutlet;
import io.synap.server.http.live.LiveSubscriptions;
import io.synap.server.http.live.SubscriptionMetrics;
import org.jspecify.annotations.Nullable;

/** A WebSocket, as its subscriptions see it. Confined to its event loop. */
record SocketSubscriptions(WebSocketConnection connection) implements LiveConnection {
    @Override
    public EventExecutor executor() {
        return connection.executor();
    }

    @Override
    public boolean isClosing() {
        return connection.isClosing();
    }

    @Override
    public LiveSubscriptions subscriptions() {
        return connection.session();
    }

    @Override
    public int subscriptionsMax() {
        return connection.loop().settings().subscriptionsMax();
    }

    @Override
    public SubscriptionMetrics metrics() {
        return connection.loop().metrics();
    }

    @Override
    public byte[] eventHead(@Nullable String name) {
        return connection.codec().eventHead(name);
    }

    @Override
    public int eventRoom() {
        return connection.events().eventRoom();
    }

    @Override
    public void starved(LiveOutlet outlet) {
        connection.events().starved(outlet);
    }

    @Override
    public void later(LiveOutlet outlet) {
        connection.events().later(outlet);
    }

    @Override
    public void event(LiveOutlet outlet, LiveEvent event) {
        connection.events().event(outlet.head(), event);
    }

    @Override
    public void flush(long position) {
        connection.flush(position);
    }

    @Override
    public void ended(SynapException reason) {
        connection.close(CloseCode.of(reason.code()), String.valueOf(reason.getMessage()));
    }
}
