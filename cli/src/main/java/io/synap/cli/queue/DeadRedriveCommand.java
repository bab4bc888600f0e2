package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.LetterOptions;
import io.synap.cli.command.Redrives;
import io.synap.cli.command.Results;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes dead letters anew. Confined to one run. */
@Command(
        name = "redrive",
        description =
                "Publish dead letters anew: those named, or all that match; shows how it goes on until it is done."
                        + " Exit code 3 when it halted because they died again.")
final class DeadRedriveCommand extends QueueCommand {
    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(names = "--rate", paramLabel = "N", description = "So many a second; all at once unless said.")
    private Optional<Long> rate = Optional.empty();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most to publish.")
    private Optional<Long> limit = Optional.empty();

    @Option(names = "--no-wait", description = "Begin it, and do not wait for its end.")
    private boolean noWait;

    @Override
    protected int run(Output output) {
        if (!ids.isEmpty()) {
            if (letters.isGiven() || rate.isPresent() || limit.isPresent()) {
                throw misused("give either ids or which to choose, not both");
            }
            return Results.tell(
                    output, ask("queue.redrive", given().texts("ids", ids).make()), "given another try");
        }
        long dead = stats().get("dead_letters").integer();
        Given given = letters.addTo(given()).number("rate_per_second", rate).number("limit", limit);
        Value begun = ask("queue.redrive", given.make());
        if (noWait) {
            output.result(begun);
            return ExitCodes.OK;
        }
        if (!begun.get("active").flag()) {
            // The rest of what was answered may be about one before.
            Value done = new Fields()
                    .value("redriven", begun.get("redriven_at_once"))
                    .flag("halted", false)
                    .make();
            output.done(done, done.get("redriven").integer() + " given another try");
            return ExitCodes.OK;
        }
        long total =
                letters.isGiven() ? 0 : limit.map(most -> Math.min(most, dead)).orElse(dead);
        return Redrives.follow(output, begun, total, () -> ask("queue.redrivestate", given().make()));
    }

    private Value stats() {
        return ask("queue.stats", given().make());
    }
}
