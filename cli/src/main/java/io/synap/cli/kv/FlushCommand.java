package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Confirmation;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deletes all keys. Confined to one run. */
@Command(name = "flushall", aliases = "flush", description = "Delete all keys.")
final class FlushCommand extends ClientCommand {
    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Output output) {
        if (!confirmation.isGiven(here(), "Delete ALL keys?")) {
            output.note("nothing was deleted");
            return ExitCodes.NEGATIVE;
        }
        Value answer = ask("kv.flushall", Arguments.none());
        output.done(answer, answer.get("flushed").integer() + " keys deleted");
        return ExitCodes.OK;
    }
}
