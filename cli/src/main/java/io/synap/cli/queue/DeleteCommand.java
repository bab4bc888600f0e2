package io.synap.cli.queue;

import io.synap.cli.command.Confirmation;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes a queue. Confined to one run. */
@Command(name = "delete", description = "Remove a queue with everything in it.")
final class DeleteCommand extends QueueCommand {
    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Output output) {
        if (!confirmation.isGiven(here(), "Remove queue '" + queue() + "' with everything in it?")) {
            return ExitCodes.NEGATIVE;
        }
        Value answer = ask("queue.delete", given().make());
        output.done(answer, "deleted, with " + answer.get("messages").integer() + " messages");
        return ExitCodes.OK;
    }
}
