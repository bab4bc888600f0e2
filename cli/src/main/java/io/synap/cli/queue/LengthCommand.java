package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Counts what is to be done. Confined to one run. */
@Command(name = "length", description = "How many messages are to be done: ready, delayed or in flight.")
final class LengthCommand extends QueueCommand {
    @Override
    protected int run(Output output) {
        output.result(ask("queue.len", given().make()).get("depth"));
        return ExitCodes.OK;
    }
}
