package io.synap.cli.queue;

import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Ends messages. Confined to one run. */
@Command(name = "ack", description = "Messages are done with.")
final class AckCommand extends SettleCommand {
    @Override
    protected int run(Output output) {
        return settle(output, "queue.ack", given(), "acknowledged");
    }
}
