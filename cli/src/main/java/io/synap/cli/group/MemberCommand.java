package io.synap.cli.group;

import io.synap.cli.command.Given;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one member of a group, its second argument. Confined to one run. */
@Command
abstract class MemberCommand extends GroupCommand {
    @Parameters(index = "1", paramLabel = "MEMBER")
    private String member = "";

    /** Arguments that begin with the group and the member. */
    final Given ofMember() {
        return given().text("member_id", member);
    }
}
