package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what was committed. Confined to one run. */
@Command(name = "offsets", description = "What a group has committed of each partition, and how far it is behind.")
final class OffsetsCommand extends GroupCommand {
    private static final Listing OFFSETS = new Listing()
            .column("partition", "partition_id")
            .column("committed", "offset")
            .column("first", "first_offset")
            .column("next", "next_offset")
            .column("lag");

    @Option(
            names = {"-p", "--partition"},
            paramLabel = "N",
            description = "This one alone.")
    private Optional<Long> partition = Optional.empty();

    @Override
    protected int run(Output output) {
        if (partition.isPresent()) {
            output.result(ask(
                    "group.offset", given().number("partition_id", partition).make()));
        } else {
            OFFSETS.print(
                    output, ask("group.offsets", given().make()).get("offsets").elements());
        }
        return ExitCodes.OK;
    }
}
