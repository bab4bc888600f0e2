package io.synap.cli.room;

import io.synap.cli.command.Confirmation;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes a room. Confined to one run. */
@Command(name = "delete", description = "Remove a room with its events and its groups.")
final class DeleteCommand extends RoomCommand {
    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Output output) {
        if (!confirmation.isGiven(here(), "Remove room '" + room() + "' with its events and groups?")) {
            return ExitCodes.NEGATIVE;
        }
        output.done(ask("stream.delete", given().make()), "deleted");
        return ExitCodes.OK;
    }
}
