package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets offsets. Confined to one run. */
@Command(
        name = "reset",
        description = "Set what is committed, whoever reads; it begins a new generation. Either PARTITION=OFFSET, or"
                + " --to.")
final class ResetCommand extends GroupCommand {
    private static final Listing OFFSETS =
            new Listing().column("partition", "partition_id").column("offset");

    /** One end of a partition. */
    enum End {
        EARLIEST,
        LATEST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "PARTITION=OFFSET")
    private Map<Integer, Long> offsets = new TreeMap<>();

    @Option(names = "--to", paramLabel = "END", description = "earliest or latest, of all partitions.")
    private Optional<End> end = Optional.empty();

    @Option(
            names = {"-p", "--partition"},
            paramLabel = "N",
            description = "With --to: of this one alone.")
    private Optional<Long> partition = Optional.empty();

    @Override
    protected int run(Output output) {
        if (end.isPresent() != offsets.isEmpty() || (partition.isPresent() && end.isEmpty())) {
            throw misused("give either PARTITION=OFFSET, or --to");
        }
        Given given = given().text("to", end.map(End::toString)).number("partition_id", partition);
        if (!offsets.isEmpty()) {
            given.objects("offsets", Offsets.of(offsets));
        }
        Value answer = ask("group.reset", given.make());
        OFFSETS.print(output, answer.get("offsets").elements());
        return ExitCodes.OK;
    }
}
