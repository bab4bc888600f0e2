package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.PageOptions;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists a shared group's dead letters. Confined to one run. */
@Command(name = "list", description = "List dead letters by offset.")
final class DeadListCommand extends SharedCommand {
    private static final Listing LETTERS = new Listing()
            .column("offset")
            .column("reason")
            .moment("died", "died_at")
            .column("deliveries", "delivery_count")
            .column("error", "last_error");

    @Mixin
    private PageOptions pages = new PageOptions();

    @Override
    protected int run(Output output) {
        pages.print(
                output,
                LETTERS,
                (most, cursor) -> ask(
                        "stream.dead",
                        given().number("limit", most).text("cursor", cursor).make()));
        return ExitCodes.OK;
    }
}
