package io.synap.cli.room;

import io.synap.cli.output.Output;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes events dead letters. Confined to one run. */
@Command(name = "reject", description = "Make events dead letters of the group.")
final class GroupRejectCommand extends SettleCommand {
    @Option(names = "--error", paramLabel = "TEXT", description = "What went wrong; it is kept.")
    private Optional<String> error = Optional.empty();

    @Override
    protected int run(Output output) {
        return settle(output, "stream.reject", given().text("error", error), "rejected");
    }
}
