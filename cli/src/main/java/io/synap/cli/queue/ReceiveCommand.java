package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Receives messages and leaves it to others to answer for them. Confined to one run. */
@Command(
        name = "receive",
        description = "Receive messages under a lease, to be answered by ack, nack or reject; exit code 1 when there is"
                + " none.")
final class ReceiveCommand extends QueueCommand {
    private static final byte[] LINE_END = {'\n'};
    private static final Listing MESSAGES = new Listing()
            .column("receipt")
            .column("priority")
            .column("delivery", "delivery_count")
            .moment("lease until", "lease_deadline_ms")
            .column("headers", "headers", ReceiveCommand::orNothing)
            .column("payload");

    @Mixin
    private ReceiveOptions options = new ReceiveOptions();

    @Option(
            names = {"-n", "--max"},
            paramLabel = "N",
            description = "The most to receive; 1 unless said.")
    private long max = 1;

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait for the first.")
    private Duration wait = Duration.ZERO;

    @Option(names = "--no-ack", description = "They are done with as soon as they are sent.")
    private boolean noAck;

    private static Value orNothing(Value object) {
        return object.members().isEmpty() ? Value.nothing() : object;
    }

    @Override
    protected int run(Output output) {
        Given given = options.addTo(given(), max, wait).flag("no_ack", noAck);
        List<Value> messages = await(client().within(deadline().plus(wait)).command("queue.receive", given.make()))
                .get("messages")
                .elements();
        if (options.isRaw()) {
            for (Value message : messages) {
                output.raw(message.get("payload").bytes());
                output.raw(LINE_END);
            }
            output.flush();
        } else if (!messages.isEmpty() || output.isJson()) {
            MESSAGES.print(output, messages);
        }
        return messages.isEmpty() ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }
}
