package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Removes a group. Confined to one run. */
@Command(name = "delete", description = "Remove a group with what it has committed.")
final class DeleteCommand extends GroupCommand {
    @Override
    protected int run(Output output) {
        output.done(ask("group.delete", given().make()), "deleted");
        return ExitCodes.OK;
    }
}
