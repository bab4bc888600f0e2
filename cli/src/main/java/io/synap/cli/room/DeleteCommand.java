package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Removes a room. Confined to one run. */
@Command(name = "delete", description = "Remove a room with its events and its groups.")
final class DeleteCommand extends RoomCommand {
    @Override
    protected int run(Output output) {
        output.done(ask("stream.delete", given().make()), "deleted");
        return ExitCodes.OK;
    }
}
