package io.synap.cli.room;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.PageOptions;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists rooms. Confined to one run. */
@Command(name = "list", description = "List rooms with their figures.")
final class ListCommand extends ClientCommand {
    private static final Listing ROOMS = new Listing()
            .column("room")
            .column("length")
            .column("first", "first_offset")
            .column("next", "next_offset")
            .column("bytes")
            .moment("created", "created_at")
            .moment("oldest", "oldest_event_at");

    @Mixin
    private PageOptions pages = new PageOptions();

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Those whose names begin so.")
    private Optional<String> prefix = Optional.empty();

    @Option(names = "--names", description = "Names alone, of all of them.")
    private boolean namesOnly;

    @Override
    protected int run(Output output) {
        if (namesOnly) {
            output.result(ask("stream.list", new Given().make()).get("rooms"));
            return ExitCodes.OK;
        }
        pages.print(
                output,
                ROOMS,
                (most, cursor) -> ask(
                        "stream.rooms",
                        new Given()
                                .text("prefix", prefix)
                                .number("limit", most)
                                .text("cursor", cursor)
                                .make()));
        return ExitCodes.OK;
    }
}
