package io.synap.cli.server;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists who is connected. Confined to one run. */
@Command(name = "clients", description = "List the connections of all transports.")
public final class ClientsCommand extends ClientCommand {
    private static final List<String> COLUMNS = List.of("id", "protocol", "addr", "name", "age", "idle");

    @Override
    protected int run(Output output) {
        List<Value> clients =
                ask("client.list", Arguments.none()).get("clients").elements();
        List<String> shown = COLUMNS.stream()
                .filter(column ->
                        clients.stream().anyMatch(client -> !client.get(column).isNull()))
                .toList();
        output.rows(shown, clients);
        return ExitCodes.OK;
    }
}
