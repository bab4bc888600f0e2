package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Shows a group. Confined to one run. */
@Command(name = "stats", description = "A group's members, partitions, and how far they are behind.")
final class StatsCommand extends GroupCommand {
    @Override
    protected int run(Output output) {
        output.result(ask("group.stats", given().make()));
        return ExitCodes.OK;
    }
}
