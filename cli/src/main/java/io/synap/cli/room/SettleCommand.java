package io.synap.cli.room;

import io.synap.cli.command.Given;
import io.synap.cli.command.Results;
import io.synap.cli.output.Output;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command that answers for deliveries of a shared group. Confined to one run. */
@Command
abstract class SettleCommand extends SharedCommand {
    @Parameters(
            index = "2..*",
            arity = "1..*",
            paramLabel = "RECEIPT",
            description = "What receive has shown; an offset stands for its present delivery.")
    private List<String> receipts = new ArrayList<>();

    final int settle(Output output, String command, Given more, String done) {
        return Results.tell(
                output, ask(command, more.texts("receipts", receipts).make()), done);
    }
}
