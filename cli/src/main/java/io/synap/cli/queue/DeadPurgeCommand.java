package io.synap.cli.queue;

import io.synap.cli.command.Confirmation;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes all dead letters. Confined to one run. */
@Command(name = "purge", description = "Remove all dead letters.")
final class DeadPurgeCommand extends QueueCommand {
    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Output output) {
        if (!confirmation.isGiven(here(), "Remove all dead letters of queue '" + queue() + "'?")) {
            return ExitCodes.NEGATIVE;
        }
        Value answer = ask("queue.purge", given().text("scope", "dead").make());
        output.done(answer, answer.get("purged").integer() + " dead letters removed");
        return ExitCodes.OK;
    }
}
