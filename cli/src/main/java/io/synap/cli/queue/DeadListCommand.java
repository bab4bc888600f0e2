package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.LetterOptions;
import io.synap.cli.command.PageOptions;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists dead letters. Confined to one run. */
@Command(name = "list", description = "List dead letters, the oldest first.")
final class DeadListCommand extends QueueCommand {
    private static final Listing LETTERS = new Listing()
            .column("id", "message_id")
            .column("reason")
            .moment("died", "last_died_ms")
            .column("deaths")
            .column("deliveries", "deliveries_total")
            .column("bytes", "payload_length")
            .column("error");

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Mixin
    private PageOptions pages = new PageOptions();

    @Override
    protected int run(Output output) {
        pages.print(
                output,
                LETTERS,
                (most, cursor) -> ask(
                        "queue.dead",
                        letters.addTo(given())
                                .number("limit", most)
                                .text("cursor", cursor)
                                .make()));
        return ExitCodes.OK;
    }
}
