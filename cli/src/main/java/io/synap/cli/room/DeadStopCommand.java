package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Ends a redrive. Confined to one run. */
@Command(name = "stop", description = "Stop a redrive that is under way.")
final class DeadStopCommand extends SharedCommand {
    @Override
    protected int run(Output output) {
        output.done(ask("stream.redrive_stop", given().make()), "stopped");
        return ExitCodes.OK;
    }
}
