package io.synap.cli.topic;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a part of a partition's events. Confined to one run. */
@Command(name = "read", description = "Print a partition's events; exit code 1 when there are none.")
final class ReadCommand extends TopicCommand {
    @Parameters(index = "1", paramLabel = "PARTITION")
    private long partition;

    @Option(names = "--from", paramLabel = "OFFSET", description = "From that offset on; the first unless said.")
    private Optional<Long> from = Optional.empty();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most to print, up to 1000; 100 unless said.")
    private long limit = 100;

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait if there are none.")
    private Duration wait = Duration.ZERO;

    @Override
    protected int run(Output output) {
        Given given = given().number("partition_id", partition)
                .number("from_offset", from)
                .number("limit", limit);
        if (!wait.isZero()) {
            given.number("wait_ms", wait.toMillis());
        }
        Value page = await(client().within(deadline().plus(wait)).command("topic.consume", given.make()));
        List<Value> events =
                page.get("events").elements().stream().map(Events::natural).toList();
        if (!events.isEmpty() || output.isJson()) {
            Events.listing().print(output, events);
        }
        if (events.size() == limit) {
            output.note("it goes on --from " + page.get("next_offset").integer());
        }
        return events.isEmpty() ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }
}
