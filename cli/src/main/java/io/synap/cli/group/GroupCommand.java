package io.synap.cli.group;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Given;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one group, which is its first argument. Confined to one run. */
@Command
abstract class GroupCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "GROUP")
    private String group = "";

    /** Arguments that begin with the group. */
    final Given given() {
        return Given.of("group_id", group);
    }
}
