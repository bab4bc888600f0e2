package io.synap.cli.resp;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ServerAddress;
import io.synap.client.wire.Value;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A command that goes over the Redis protocol. Confined to one run. */
abstract class RespCommand extends ClientCommand {
    private static final int PORT_DEFAULT = 6380;

    @Option(
            names = "--resp",
            paramLabel = "HOST:PORT",
            description = "The server's Redis port; else $SYNAP_RESP, else " + PORT_DEFAULT + " at the server's host.",
            order = 99)
    private Optional<String> resp = Optional.empty();

    final Value call(String... words) {
        ServerAddress address = address();
        try (RespConnection connection = new RespConnection(address.bareHost(), address.port(), deadline())) {
            return connection.call(List.of(words));
        }
    }

    private ServerAddress address() {
        Optional<String> said =
                resp.or(() -> Optional.ofNullable(here().environment().get("SYNAP_RESP")));
        if (said.isPresent()) {
            return ServerAddress.parse(said.get(), PORT_DEFAULT);
        }
        ServerAddress server = ServerAddress.parse(servers().getFirst());
        return new ServerAddress(false, server.host(), PORT_DEFAULT);
    }
}
