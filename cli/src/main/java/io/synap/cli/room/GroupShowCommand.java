package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Shows a shared group. Confined to one run. */
@Command(name = "show", description = "A group's settings, position, consumers and figures.")
final class GroupShowCommand extends SharedCommand {
    @Override
    protected int run(Output output) {
        output.result(ask("stream.group", given().make()));
        return ExitCodes.OK;
    }
}
