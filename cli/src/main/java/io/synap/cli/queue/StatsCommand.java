package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Shows a queue's figures and settings. Confined to one run. */
@Command(name = "stats", description = "A queue's figures and settings.")
final class StatsCommand extends QueueCommand {
    @Override
    protected int run(Output output) {
        output.result(ask("queue.stats", given().make()));
        return ExitCodes.OK;
    }
}
