package io.synap.server.http;

import io.vertx.core.http.HttpConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is doing, and since when. Written by its event loop; others may read it for
 * reports, and then see figures that are a little old.
 */
final class ConnectionState implements ListedConnection {
    enum Phase {
        /** Opened; no request has been read yet. */
        FRESH,
        /** Between requests. */
        IDLE,
        /** A request's headers are here, its body is on the way. */
        BODY,
        /** A request is being worked on. */
        BUSY,
        /** A large reply is being sent. */
        SENDING,
        /** Events are sent for as long as the client stays. */
        LIVE
    }

    private final long id;
    private final long openedNanos;
    final HttpConnection connection;
    /** Over the limit of connections: it gets an answer that says so, and no other. */
    final boolean refused;

    private Phase phase = Phase.FRESH;
    private long sinceNanos;
    private long requests;
    private @Nullable Runnable bodyOverdue;
    private @Nullable String events;

    ConnectionState(long id, HttpConnection connection, boolean refused, long now) {
        this.id = id;
        this.openedNanos = now;
        this.connection = connection;
        this.refused = refused;
        this.sinceNanos = now;
    }

    @Override
    public long id() {
        return id;
    }

    /** A request's headers are here. */
    void requested(long now) {
        requests++;
        enter(Phase.BUSY, now);
    }

    @Override
    public Map<String, Object> describe(long now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("protocol", "http");
        facts.put("id", id);
        facts.put("addr", String.valueOf(connection.remoteAddress()));
        facts.put("age", (now - openedNanos) / 1_000_000_000);
        facts.put("idle", Math.max(0, now - sinceNanos) / 1_000_000_000);
        facts.put("requests", requests);
        String live = events;
        if (live != null) {
            facts.put("events", live);
        }
        return facts;
    }

    /** Begins to send events; the route that they belong to. */
    void live(String template) {
        enter(Phase.LIVE, System.nanoTime());
        events = template;
    }

    /** Begins to wait for a body; what is to happen when it does not come in time. */
    void receiving(long now, Runnable whenOverdue) {
        bodyOverdue = whenOverdue;
        enter(Phase.BODY, now);
    }

    /** Ends what takes too long. */
    void end() {
        Runnable ofBody = bodyOverdue;
        if (phase == Phase.BODY && ofBody != null) {
            ofBody.run();
        } else {
            connection.close();
        }
    }

    /** Enters a phase, or makes progress in it. */
    void enter(Phase next, long now) {
        phase = next;
        if (next == Phase.IDLE) {
            bodyOverdue = null;
            events = null;
        }
        sinceNanos = now;
    }

    boolean isOverdue(HttpLimits limits, long now) {
        long millis = (now - sinceNanos) / 1_000_000;
        return switch (phase) {
            case FRESH -> millis > limits.headerTimeoutMillis();
            case IDLE, SENDING -> limits.idleTimeoutMillis() > 0 && millis > limits.idleTimeoutMillis();
            case BODY -> millis > limits.bodyTimeoutMillis();
            case BUSY, LIVE -> false;
        };
    }
}
