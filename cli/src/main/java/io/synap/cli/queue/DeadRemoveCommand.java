package io.synap.cli.queue;

import io.synap.cli.command.Results;
import io.synap.cli.output.Output;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes messages for good. Confined to one run. */
@Command(name = "remove", description = "Remove messages by their ids, dead letters or others.")
final class DeadRemoveCommand extends QueueCommand {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID")
    private List<String> ids = new ArrayList<>();

    @Override
    protected int run(Output output) {
        return Results.tell(
                output, ask("queue.remove", given().texts("ids", ids).make()), "removed");
    }
}
