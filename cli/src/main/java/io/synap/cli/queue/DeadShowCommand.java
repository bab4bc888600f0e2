package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a dead letter. Confined to one run. */
@Command(name = "show", description = "A dead letter with its payload and its history.")
final class DeadShowCommand extends QueueCommand {
    @Parameters(index = "1", paramLabel = "ID")
    private String id = "";

    @Option(names = "--raw", description = "The payload alone, as it is.")
    private boolean raw;

    @Override
    protected int run(Output output) {
        Value letter = ask("queue.deadget", given().text("message_id", id).make());
        if (raw) {
            output.raw(letter.get("payload").bytes());
            output.flush();
        } else {
            output.result(letter);
        }
        return ExitCodes.OK;
    }
}
