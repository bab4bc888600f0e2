package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Removes a shared group. Confined to one run. */
@Command(name = "delete", description = "Remove a group; the room's events stay.")
final class GroupDeleteCommand extends SharedCommand {
    @Override
    protected int run(Output output) {
        output.done(ask("stream.group_delete", given().make()), "deleted");
        return ExitCodes.OK;
    }
}
