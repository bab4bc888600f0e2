package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Shows what a member reads. Confined to one run. */
@Command(name = "assignment", description = "A member's partitions in the present generation.")
final class AssignmentCommand extends MemberCommand {
    @Override
    protected int run(Output output) {
        output.result(ask("group.assignment", ofMember().make()));
        return ExitCodes.OK;
    }
}
