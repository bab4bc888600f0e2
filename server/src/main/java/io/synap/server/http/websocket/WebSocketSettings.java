package io.synap.server.http.websocket;

/**
 * What WebSockets may take. Immutable.
 *
 * @param compression whether messages may be compressed
 * @param messageBytesMax largest message of a client, also when expanded; beyond, 1009
 * @param outputBytesMax what may wait for a client that does not take it; above half of it nothing more is read or
 *     sent
 * @param buffersBytesMax what the buffers of all connections may hold; beyond, the one that adds is closed
 * @param subscriptionsMax subscriptions of one connection
 * @param commandsMax commands of one connection that are under way; beyond, no more are read
 * @param pingMillis between two pings
 * @param idleMillis without a sign of life, until the connection is closed; 0 is never
 * @param stallMillis without the client's taking anything of what waits for it, until it is closed; 0 is never
 * @param echo whether {@code /ws/echo} is there, for conformance tests
 */
public record WebSocketSettings(
        boolean compression,
        int messageBytesMax,
        long outputBytesMax,
        long buffersBytesMax,
        int subscriptionsMax,
        int commandsMax,
        long pingMillis,
        long idleMillis,
        long stallMillis,
        boolean echo) {
    private static final int MIB = 1024 * 1024;

    public static final WebSocketSettings DEFAULTS =
            new WebSocketSettings(true, 4 * MIB, 8L * MIB, 64L * MIB, 10_000, 64, 30_000, 90_000, 120_000, false);

    /** The same with an echo or without one. */
    public WebSocketSettings echo(boolean wanted) {
        return new WebSocketSettings(
                compression,
                messageBytesMax,
                outputBytesMax,
                buffersBytesMax,
                subscriptionsMax,
                commandsMax,
                pingMillis,
                idleMillis,
                stallMillis,
                wanted);
    }
}
