package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks at a message without receiving it. Confined to one run. */
@Command(
        name = "show",
        description = "A message in whatever state, with its payload and its history; it stays as it is.")
final class ShowCommand extends QueueCommand {
    @Parameters(index = "1", paramLabel = "ID")
    private String id = "";

    @Override
    protected int run(Output output) {
        output.result(ask("queue.peek", given().text("message_id", id).make()));
        return ExitCodes.OK;
    }
}
