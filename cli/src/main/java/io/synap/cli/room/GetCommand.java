package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one event. Confined to one run. */
@Command(name = "get", description = "One event with everything that it says.")
final class GetCommand extends RoomCommand {
    @Parameters(index = "1", paramLabel = "OFFSET")
    private long offset;

    @Option(names = "--raw", description = "Its data alone, as they are.")
    private boolean raw;

    @Override
    protected int run(Output output) {
        Value event = ask("stream.get", given().number("offset", offset).make());
        if (raw) {
            output.raw(
                    event.get("data").isNull() ? new byte[0] : event.get("data").bytes());
            output.flush();
        } else {
            output.result(event);
        }
        return ExitCodes.OK;
    }
}
