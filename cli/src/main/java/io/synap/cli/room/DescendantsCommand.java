package io.synap.cli.room;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.PageOptions;
import io.synap.cli.event.Events;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists what an event has led to. Confined to one run. */
@Command(name = "descendants", description = "What an event caused, what that caused, and so on.")
final class DescendantsCommand extends ClientCommand {
    private static final Listing EVENTS = Events.addTo(new Listing().column("room"));

    @Parameters(paramLabel = "ID", description = "Of the event: room:epoch:offset.")
    private String id = "";

    @Mixin
    private PageOptions pages = new PageOptions();

    @Override
    protected int run(Output output) {
        pages.print(
                output,
                EVENTS,
                (most, cursor) -> ask(
                        "stream.descendants",
                        Given.of("id", id)
                                .number("limit", most)
                                .text("cursor", cursor)
                                .make()));
        return ExitCodes.OK;
    }
}
