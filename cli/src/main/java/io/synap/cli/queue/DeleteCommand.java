package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Removes a queue. Confined to one run. */
@Command(name = "delete", description = "Remove a queue with everything in it.")
final class DeleteCommand extends QueueCommand {
    @Override
    protected int run(Output output) {
        Value answer = ask("queue.delete", given().make());
        output.done(answer, "deleted, with " + answer.get("messages").integer() + " messages");
        return ExitCodes.OK;
    }
}
