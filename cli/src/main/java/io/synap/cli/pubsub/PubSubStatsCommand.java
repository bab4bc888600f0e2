package io.synap.cli.pubsub;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import picocli.CommandLine.Command;

/** Prints the figures of pub/sub. Confined to one run. */
@Command(name = "stats", description = "The figures of all channels.")
final class PubSubStatsCommand extends ClientCommand {
    @Override
    protected int run(Output output) {
        output.result(ask("pubsub.stats", Arguments.none()));
        return ExitCodes.OK;
    }
}
