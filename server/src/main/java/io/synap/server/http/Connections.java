package io.synap.server.http;

import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The connections of one event loop, and what becomes of those that take too long. Confined to its
 * event loop, but for the list of all, which the loops share.
 *
 * <p>A client that sends a byte now and then is never idle in Netty's sense, so the time limits are
 * kept here: from opening to the first request, between requests, for a body.
 */
final class Connections {
    private final IdentityHashMap<HttpConnection, ConnectionState> states = new IdentityHashMap<>();
    private final HttpClients clients;
    private final HttpLimits limits;
    private final HttpMetrics metrics;

    Connections(HttpClients clients, HttpLimits limits, HttpMetrics metrics) {
        this.clients = clients;
        this.limits = limits;
        this.metrics = metrics;
    }

    void opened(HttpConnection connection) {
        int count = clients.opened();
        metrics.connectionOpened();
        ConnectionState state =
                new ConnectionState(clients.nextId(), connection, count > limits.connectionsMax(), System.nanoTime());
        states.put(connection, state);
        clients.add(state);
        connection.closeHandler(closed -> closed(connection));
        // Some are let in beyond the limit to be told so; not any number of them.
        if (count > limits.connectionsMax() + Math.max(16, limits.connectionsMax() / 16)) {
            connection.close();
        }
    }

    private void closed(HttpConnection connection) {
        ConnectionState state = states.remove(connection);
        if (state != null) {
            clients.closed(state);
            metrics.connectionClosed();
        }
    }

    /** The connection leaves HTTP; it stays counted and listed until {@link #closed(ListedConnection)}. */
    void upgraded(ConnectionState state, ListedConnection now) {
        states.remove(state.connection);
        clients.replace(state, now);
    }

    /** One that had left HTTP is closed. */
    void closed(ListedConnection upgraded) {
        clients.closed(upgraded);
        metrics.connectionClosed();
    }

    ConnectionState of(HttpConnection connection) {
        ConnectionState state = states.get(connection);
        if (state == null) {
            opened(connection);
            state = states.get(connection);
        }
        if (state == null) {
            throw new IllegalStateException("the connection is closed");
        }
        return state;
    }

    /** Ends those whose time is up. */
    void sweep(long now) {
        List<ConnectionState> overdue = new ArrayList<>();
        for (ConnectionState state : states.values()) {
            if (state.isOverdue(limits, now)) {
                overdue.add(state);
            }
        }
        overdue.forEach(ConnectionState::end);
    }
}
