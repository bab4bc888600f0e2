package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.LetterOptions;
import io.synap.cli.command.Pause;
import io.synap.cli.command.Results;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.cli.output.Progress;
import io.synap.client.wire.Value;
import java.time.Duration;
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
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

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
        Value before = group();
        Value begun = ask("stream.redrive", given.make());
        if (noWait) {
            output.result(begun);
            return ExitCodes.OK;
        }
        long dead = before.get("dead_letters").integer();
        long total =
                letters.isGiven() ? 0 : limit.map(most -> Math.min(most, dead)).orElse(dead);
        return follow(redriven(before), begun, total, output);
    }

    /** The group's own counter goes on when the redrive is forgotten. */
    private int follow(long before, Value begun, long total, Output output) {
        Value state = begun;
        long tried;
        try (Progress progress = output.progress("redrive", total)) {
            while (state.get("active").flag() && !state.get("halted").flag()) {
                progress.advance(redriven(group()) - before - progress.done());
                Pause.of(LOOK_EVERY);
                state = ask("stream.redrive_state", given().make());
            }
            tried = redriven(group()) - before;
            progress.advance(tried - progress.done());
        }
        boolean halted = state.get("halted").flag();
        output.done(
                new Fields().number("redriven", tried).flag("halted", halted).make(), tried + " given another try");
        if (halted) {
            output.note("halted, since they died again; --resume goes on");
        }
        return halted ? ExitCodes.REJECTED : ExitCodes.OK;
    }

    private Value group() {
        return ask("stream.group", given().make());
    }

    private static long redriven(Value group) {
        return group.get("counts").get("redriven").integer();
    }
}
