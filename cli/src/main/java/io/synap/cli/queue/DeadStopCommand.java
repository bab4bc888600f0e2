package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Ends a redrive. Confined to one run. */
@Command(name = "stop", description = "Stop a redrive that is under way; exit code 1 when there is none.")
final class DeadStopCommand extends QueueCommand {
    @Override
    protected int run(Output output) {
        Value answer = ask("queue.redrivestop", given().make());
        boolean stopped = answer.get("stopped").flag();
        output.done(answer, stopped ? "stopped" : "there was none");
        return stopped ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
