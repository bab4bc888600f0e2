package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Receives events of a shared group. Confined to one run. */
@Command(
        name = "receive",
        description = "Receive events under a lease, to be answered by ack, nack or reject; exit code 1 when there is"
                + " none.")
final class GroupReceiveCommand extends SharedCommand {
    private static final Listing DELIVERIES = Events.addTo(new Listing()
            .column("receipt")
            .column("delivery", "delivery_count")
            .moment("lease until", "lease_ends_at"));

    @Option(names = "--consumer", paramLabel = "NAME", description = "Who receives; 'cli' unless said.")
    private String consumer = "cli";

    @Option(
            names = {"-n", "--max"},
            paramLabel = "N",
            description = "The most to receive; 1 unless said.")
    private long max = 1;

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait for the first.")
    private Duration wait = Duration.ZERO;

    @Option(names = "--lease", paramLabel = "TIME", description = "How long a receiver has; else as the group says.")
    private Optional<Duration> lease = Optional.empty();

    @Option(names = "--no-ack", description = "They are done with as soon as they are sent.")
    private boolean noAck;

    @Override
    protected int run(Output output) {
        Given given = given().text("consumer", consumer)
                .number("limit", max)
                .millis("lease_ms", lease)
                .flag("no_ack", noAck);
        if (!wait.isZero()) {
            given.number("wait_ms", wait.toMillis());
        }
        List<Value> events = await(client().within(deadline().plus(wait)).command("stream.receive", given.make()))
                .get("data")
                .elements();
        if (!events.isEmpty() || output.isJson()) {
            DELIVERIES.print(output, events);
        }
        return events.isEmpty() ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }
}
