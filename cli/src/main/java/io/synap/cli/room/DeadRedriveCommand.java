package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.LetterOptions;
import io.synap.cli.command.Redrives;
import io.synap.cli.command.Results;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives dead letters of a shared group another try. Confined to one run. */
@Command(
        name = "redrive",
        description = "Give dead letters another try: those named, or all that match; shows how it goes on until it is"
                + " done. Exit code 3 when it halted because they died again.")
final class DeadRedriveCommand extends SharedCommand {
    @Parameters(index = "2..*", arity = "0..*", paramLabel = "OFFSET")
    private List<Long> offsets = new ArrayList<>();

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(names = "--rate", paramLabel = "N", description = "So many a second; all at once unless said.")
    private Optional<Long> rate = Optional.empty();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most to try.")
    private Optional<Long> limit = Optional.empty();

    @Option(names = "--resume", description = "Go on with one that has halted.")
    private boolean resume;

    @Option(names = "--no-wait", description = "Begin it, and do not wait for its end.")
    private boolean noWait;

    @Override
    protected int run(Output output) {
        Given given = letters.addTo(given().numbers("offsets", offsets))
                .number("rate_per_second", rate)
                .number("limit", limit)
                .flag("resume", resume);
        if (!offsets.isEmpty()) {
            if (letters.isGiven() || rate.isPresent() || limit.isPresent() || resume) {
                throw misused("give either offsets or which to choose, not both");
            }
            return Results.tell(output, ask("stream.redrive", given.make()), "given another try");
        }
        Value group = ask("stream.group", given().make());
        Value begun = ask("stream.redrive", given.make());
        if (noWait) {
            output.result(begun);
            return ExitCodes.OK;
        }
        long dead = group.get("dead_letters").integer();
        long total =
                letters.isGiven() ? 0 : limit.map(most -> Math.min(most, dead)).orElse(dead);
        return Redrives.follow(output, begun, total, () -> ask("stream.redrive_state", given().make()));
    }
}
