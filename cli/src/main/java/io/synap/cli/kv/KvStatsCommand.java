package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import picocli.CommandLine.Command;

/** Prints the figures of keys. Confined to one run. */
@Command(name = "stats", description = "The figures of all keys.")
final class KvStatsCommand extends ClientCommand {
    @Override
    protected int run(Output output) {
        output.result(ask("kv.stats", Arguments.none()));
        return ExitCodes.OK;
    }
}
