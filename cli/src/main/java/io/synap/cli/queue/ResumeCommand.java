package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Lets a queue go on. Confined to one run. */
@Command(name = "resume", description = "End a pause.")
final class ResumeCommand extends QueueCommand {
    @Override
    protected int run(Output output) {
        output.done(ask("queue.resume", given().make()), "resumed");
        return ExitCodes.OK;
    }
}
