package io.synap.server.http.command;

/**
 * Executes one command and writes its result. As {@link io.synap.server.http.RouteHandler}, it may run
 * again from its beginning when the log had no room.
 */
public interface CommandHandler {
    void handle(CommandCall call);
}
