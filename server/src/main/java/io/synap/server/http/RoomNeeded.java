package io.synap.server.http;

/**
 * Says that the log has no room for what a handler is about to write; the request then waits and is
 * run again from its beginning. It carries no stack trace, so throwing it costs little.
 */
public final class RoomNeeded extends RuntimeException {
    public RoomNeeded() {
        super("the log is full", null, false, false);
    }
}
