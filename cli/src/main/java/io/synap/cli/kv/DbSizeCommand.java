package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import picocli.CommandLine.Command;

/** Counts all keys. Confined to one run. */
@Command(name = "dbsize", aliases = "count", description = "How many keys there are.")
final class DbSizeCommand extends ClientCommand {
    @Override
    protected int run(Output output) {
        output.number(ask("kv.dbsize", Arguments.none()), "size");
        return ExitCodes.OK;
    }
}
