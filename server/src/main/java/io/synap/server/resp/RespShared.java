package io.synap.server.resp;

import io.synap.server.node.Node;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the event loops of the RESP edge have in common. Thread-safe. */
final class RespShared {
    private final RespSettings settings;
    private final Node node;
    private final RespAdmin admin;
    private final Clients clients = new Clients();
    private final List<RespLoop> loops = new CopyOnWriteArrayList<>();
    private final Statistics statistics = new Statistics(loops, clients);
    private final long startedMillis;
    private volatile int connectionsMax;
    private volatile long idleTimeoutMillis;
    private volatile int port;

    RespShared(RespSettings settings, Node node, RespAdmin admin) {
        this.settings = settings;
        this.node = node;
        this.admin = admin;
        this.startedMillis = node.clock().millis();
        this.connectionsMax = settings.connectionsMax();
        this.idleTimeoutMillis = settings.idleTimeoutMillis();
    }

    RespSettings settings() {
        return settings;
    }

    int connectionsMax() {
        return connectionsMax;
    }

    long idleTimeoutMillis() {
        return idleTimeoutMillis;
    }

    void change(int newConnectionsMax, long newIdleTimeoutMillis) {
        connectionsMax = newConnectionsMax;
        idleTimeoutMillis = newIdleTimeoutMillis;
    }

    Node node() {
        return node;
    }

    RespAdmin admin() {
        return admin;
    }

    Clients clients() {
        return clients;
    }

    List<RespLoop> loops() {
        return loops;
    }

    Statistics statistics() {
        return statistics;
    }

    long startedMillis() {
        return startedMillis;
    }

    int port() {
        return port;
    }

    void port(int bound) {
        port = bound;
    }
}
