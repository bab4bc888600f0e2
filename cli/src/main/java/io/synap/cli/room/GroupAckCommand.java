package io.synap.cli.room;

import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Ends deliveries. Confined to one run. */
@Command(name = "ack", description = "Events are done with.")
final class GroupAckCommand extends SettleCommand {
    @Override
    protected int run(Output output) {
        return settle(output, "stream.ack", given(), "acknowledged");
    }
}
