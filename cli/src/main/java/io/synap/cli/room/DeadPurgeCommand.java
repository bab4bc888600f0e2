package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.LetterOptions;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes dead letters of a shared group. Confined to one run. */
@Command(name = "purge", description = "Remove dead letters: those named, or all that match.")
final class DeadPurgeCommand extends SharedCommand {
    @Parameters(index = "2..*", arity = "0..*", paramLabel = "OFFSET")
    private List<Long> offsets = new ArrayList<>();

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Override
    protected int run(Output output) {
        if (!offsets.isEmpty() && letters.isGiven()) {
            throw misused("give either offsets or which to choose, not both");
        }
        Value answer = ask(
                "stream.purge",
                letters.addTo(given().numbers("offsets", offsets)).make());
        output.done(answer, answer.get("purged").integer() + " dead letters removed");
        return ExitCodes.OK;
    }
}
