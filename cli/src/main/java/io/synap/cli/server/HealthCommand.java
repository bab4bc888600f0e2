package io.synap.cli.server;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Says whether a server is well. Confined to one run. */
@Command(
        name = "health",
        description = "Whether the server is well; exit code 1 when it does not serve, 4 when there is none.")
public final class HealthCommand extends HttpCommand {
    @Override
    protected int run(Output output) throws InterruptedException {
        Value health = result(ask("GET", "/health", deadline()));
        output.result(health);
        return health.get("ready").flag() ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
