package io.synap.cli.topic;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Shows a topic's partitions. Confined to one run. */
@Command(name = "stats", description = "A topic's partitions with their figures.")
final class StatsCommand extends TopicCommand {
    private static final Listing PARTITIONS = new Listing()
            .column("partition", "partition_id")
            .column("room")
            .column("events", "message_count")
            .column("bytes", "total_bytes")
            .column("first", "min_offset")
            .column("next", "next_offset");

    @Override
    protected int run(Output output) {
        Value stats = ask("topic.stats", given().make());
        if (output.isJson()) {
            output.result(stats);
        } else {
            PARTITIONS.print(output, stats.get("partitions").elements());
        }
        return ExitCodes.OK;
    }
}
