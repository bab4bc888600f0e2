package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Holds a queue. Confined to one run. */
@Command(name = "pause", description = "Hand out nothing until resumed.")
final class PauseCommand extends QueueCommand {
    @Override
    protected int run(Output output) {
        output.done(ask("queue.pause", given().make()), "paused");
        return ExitCodes.OK;
    }
}
