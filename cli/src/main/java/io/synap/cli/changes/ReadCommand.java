package io.synap.cli.changes;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a page of changes. Confined to one run. */
@Command(
        name = "read",
        description = "Print a page of changes, and the cursor that goes on behind it; without --cursor or --first only"
                + " the cursor of now.")
final class ReadCommand extends ClientCommand {
    @Mixin
    private ChangeOptions which = new ChangeOptions();

    @Option(names = "--limit", paramLabel = "N", description = "So many at most; 100 unless said.")
    private long limit = 100;

    @Override
    protected int run(Output output) {
        Value page = ask("changes.read", which.arguments().integer("limit", limit));
        if (output.isJson()) {
            output.result(page);
            return ExitCodes.OK;
        }
        for (Value change : page.get("data").elements()) {
            output.event(change, ChangeOptions.words(output.style(), change.members()));
        }
        output.flush();
        output.note("cursor " + page.get("metadata").get("cursor").text());
        return ExitCodes.OK;
    }
}
