package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.Results;
import io.synap.cli.output.Output;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command that answers for deliveries. Confined to one run. */
@Command
abstract class SettleCommand extends QueueCommand {
    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "RECEIPT",
            description = "What receive has shown; a message's id stands for its present delivery.")
    private List<String> receipts = new ArrayList<>();

    /** Asks, and tells what became of each; a single one's refusal is an error. */
    final int settle(Output output, String command, Given more, String done) {
        if (receipts.size() == 1) {
            output.done(ask(command, more.text("receipt", receipts.getFirst()).make()), done);
            return ExitCodes.OK;
        }
        return Results.tell(
                output, ask(command, more.texts("receipts", receipts).make()), done);
    }
}
