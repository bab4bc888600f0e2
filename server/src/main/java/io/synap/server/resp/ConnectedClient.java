package io.synap.server.resp;

/** A connection as reports show it. Immutable; the figures are those of a moment ago. */
public record ConnectedClient(
        long id, String address, String name, String lastCommand, long ageSeconds, long idleSeconds) {

    static ConnectedClient of(ClientState client, long nowMillis) {
        return new ConnectedClient(
                client.id(),
                client.address(),
                client.name(),
                client.lastCommand(),
                (nowMillis - client.createdMillis()) / 1000,
                Math.max(0, nowMillis - client.activeMillis()) / 1000);
    }
}
