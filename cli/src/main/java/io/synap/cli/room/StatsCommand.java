package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Shows a room's settings and figures. Confined to one run. */
@Command(name = "stats", description = "A room's settings and figures.")
final class StatsCommand extends RoomCommand {
    @Override
    protected int run(Output output) {
        Value info = ask("stream.info", given().make());
        Value stats = ask("stream.stats", given().make());
        output.result(new Fields()
                .all(info)
                .value("subscribers", stats.get("subscriber_count"))
                .make());
        return ExitCodes.OK;
    }
}
