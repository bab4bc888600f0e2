package io.synap.server.http;

import io.synap.server.http.sse.SseMetrics;
import io.synap.server.http.websocket.WebSocketMetrics;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the HTTP edge counts. Counters are asked for once by each event loop and then used by that
 * loop alone, so they need no lock; reading them from elsewhere is the implementation's concern.
 */
public interface HttpMetrics {
    /** Counts one route's requests. Confined to one event loop. */
    interface RouteCounter {
        void done(int status, long nanos, long requestBytes, long responseBytes);
    }

    /** Counts one command, whatever syntax it came in. Confined to one event loop. */
    interface CommandCounter {
        /**
         * A command is done.
         *
         * @param subject the name of the queue, room, topic or group that it was about; null when it was about none
         */
        void done(CommandStatus status, long nanos, byte @Nullable [] subject);
    }

    /** How a command ended. */
    enum CommandStatus {
        OK,
        /** It read a key that is not there, or there was nothing to receive. */
        MISS,
        ERROR
    }

    /** Stands for the template where no route answers. */
    String UNROUTED = "(none)";

    /** A counter for a route, by its template, never by the path asked for. */
    RouteCounter route(String method, String template);

    CommandCounter command(String name);

    /** Takes each encoded ROOM_APPEND that one event loop has applied, to count its events. */
    LongConsumer appends();

    /** Where streams of server-sent events are counted. */
    SseMetrics events();

    void connectionOpened();

    void connectionClosed();

    /** Where one event loop counts its WebSockets. */
    default WebSocketMetrics webSockets() {
        return WebSocketMetrics.NONE;
    }

    /** Counts nothing. */
    HttpMetrics NONE = new HttpMetrics() {
        @Override
        public RouteCounter route(String method, String template) {
            return (status, nanos, requestBytes, responseBytes) -> {};
        }

        @Override
        public CommandCounter command(String name) {
            return (status, nanos, subject) -> {};
        }

        @Override
        public LongConsumer appends() {
            return operation -> {};
        }

        @Override
        public SseMetrics events() {
            return SseMetrics.NONE;
        }

        @Override
        public void connectionOpened() {}

        @Override
        public void connectionClosed() {}
    };
}
