package io.synap.cli.queue;

import io.synap.cli.output.Output;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes messages dead letters. Confined to one run. */
@Command(name = "reject", description = "Make messages dead letters.")
final class RejectCommand extends SettleCommand {
    @Option(names = "--error", paramLabel = "TEXT", description = "What went wrong; it is kept with the message.")
    private Optional<String> error = Optional.empty();

    @Override
    protected int run(Output output) {
        return settle(output, "queue.reject", given().text("error", error), "rejected");
    }
}
