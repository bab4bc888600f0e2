package io.synap.cli.room;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.PageOptions;
import io.synap.cli.event.Events;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists a chain of events. Confined to one run. */
@Command(name = "correlated", description = "The events with one correlation id, in all rooms or in one.")
final class CorrelatedCommand extends ClientCommand {
    private static final Listing EVENTS = Events.addTo(new Listing().column("room"));

    @Parameters(paramLabel = "CORRELATION-ID")
    private String correlation = "";

    @Option(names = "--room", paramLabel = "ROOM", description = "Of this room alone.")
    private Optional<String> room = Optional.empty();

    @Mixin
    private PageOptions pages = new PageOptions();

    @Override
    protected int run(Output output) {
        String command = room.isPresent() ? "stream.read" : "stream.correlated";
        pages.print(
                output,
                EVENTS,
                (most, cursor) -> ask(
                        command,
                        Given.of("correlation_id", correlation)
                                .text("room", room)
                                .number("limit", most)
                                .text("cursor", cursor)
                                .make()));
        return ExitCodes.OK;
    }
}
