package io.synap.cli.presence;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.PageOptions;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists who is in a room. Confined to one run. */
@Command(name = "list", description = "Who is in a room.")
final class ListCommand extends ClientCommand {
    private static final Listing MEMBERS =
            new Listing().column("member").column("info").column("connections").moment("since", "since");

    @Parameters(paramLabel = "ROOM")
    private String room = "";

    @Mixin
    private PageOptions pages = new PageOptions();

    @Override
    protected int run(Output output) {
        pages.print(
                output,
                MEMBERS,
                (most, cursor) -> ask(
                        "presence.list",
                        Given.of("room", room)
                                .number("limit", most)
                                .text("cursor", cursor)
                                .make()));
        return ExitCodes.OK;
    }
}
