package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Ends a membership. Confined to one run. */
@Command(name = "leave", description = "Leave a group; its partitions go to the others.")
final class LeaveCommand extends MemberCommand {
    @Override
    protected int run(Output output) {
        output.done(ask("group.leave", ofMember().make()), "left");
        return ExitCodes.OK;
    }
}
