package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Removes all dead letters. Confined to one run. */
@Command(name = "purge", description = "Remove all dead letters.")
final class DeadPurgeCommand extends QueueCommand {
    @Override
    protected int run(Output output) {
        Value answer = ask("queue.purge", given().text("scope", "dead").make());
        output.done(answer, answer.get("purged").integer() + " dead letters removed");
        return ExitCodes.OK;
    }
}
