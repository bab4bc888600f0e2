package io.synap.server.http;

/**
 * Answers one route. Runs on the event loop that read the request; it writes the reply into the
 * exchange, or throws, or defers. It may be run again from its beginning when the log had no room, so
 * it asks for room before it changes anything.
 */
public interface RouteHandler {
    void handle(Exchange exchange);
}
