package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.PageOptions;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists a room's shared groups. Confined to one run. */
@Command(name = "list", description = "List a room's shared groups.")
final class GroupListCommand extends RoomCommand {
    private static final Listing GROUPS = new Listing()
            .column("group")
            .column("cursor")
            .column("lag")
            .column("pending")
            .column("available")
            .column("delayed")
            .column("dead letters", "dead_letters");

    @Mixin
    private PageOptions pages = new PageOptions();

    @Override
    protected int run(Output output) {
        pages.print(
                output,
                GROUPS,
                (most, cursor) -> ask(
                        "stream.groups",
                        given().number("limit", most).text("cursor", cursor).make()));
        return ExitCodes.OK;
    }
}
