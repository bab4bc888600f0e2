package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.PageOptions;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what is not done. Confined to one run. */
@Command(name = "pending", description = "List events that were handed out and are not done.")
final class GroupPendingCommand extends SharedCommand {
    private static final Listing PENDING = new Listing()
            .column("offset")
            .column("receipt")
            .column("state")
            .column("consumer")
            .column("deliveries", "delivery_count")
            .moment("handed out", "handed_out_at")
            .moment("until", "deadline")
            .column("error", "last_error");

    @Option(names = "--consumer", paramLabel = "NAME", description = "What this consumer holds.")
    private Optional<String> consumer = Optional.empty();

    @Mixin
    private PageOptions pages = new PageOptions();

    @Override
    protected int run(Output output) {
        pages.print(
                output,
                PENDING,
                (most, cursor) -> ask(
                        "stream.pending",
                        given().text("consumer", consumer)
                                .number("limit", most)
                                .text("cursor", cursor)
                                .make()));
        return ExitCodes.OK;
    }
}
