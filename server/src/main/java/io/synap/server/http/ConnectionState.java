package io.synap.server.http;

import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** What one connection is doing, and since when. Confined to its event loop. */
final class ConnectionState {
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
        SENDING
    }

    final HttpConnection connection;
    /** Over the limit of connections: it gets an answer that says so, and no other. */
    final boolean refused;

    private Phase phase = Phase.FRESH;
    private long sinceNanos;
    private @Nullable Runnable bodyOverdue;

    ConnectionState(HttpConnection connection, boolean refused, long now) {
        this.connection = connection;
        this.refused = refused;
        this.sinceNanos = now;
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
        }
        sinceNanos = now;
    }

    boolean isOverdue(HttpLimits limits, long now) {
        long millis = (now - sinceNanos) / 1_000_000;
        return switch (phase) {
            case FRESH -> millis > limits.headerTimeoutMillis();
            case IDLE, SENDING -> limits.idleTimeoutMillis() > 0 && millis > limits.idleTimeoutMillis();
            case BODY -> millis > limits.bodyTimeoutMillis();
            case BUSY -> false;
        };
    }
}
