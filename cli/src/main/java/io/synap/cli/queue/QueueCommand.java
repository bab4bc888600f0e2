package io.synap.cli.queue;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Given;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one queue, which is its first argument. Confined to one run. */
@Command
abstract class QueueCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "QUEUE")
    private String queue = "";

    final String queue() {
        return queue;
    }

    /** Arguments that begin with the queue. */
    final Given given() {
        return Given.of("queue", queue);
    }
}
