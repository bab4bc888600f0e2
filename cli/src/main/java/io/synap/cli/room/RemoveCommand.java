package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes one event. Confined to one run. */
@Command(name = "remove", description = "Remove one event.")
final class RemoveCommand extends RoomCommand {
    @Parameters(index = "1", paramLabel = "OFFSET")
    private long offset;

    @Override
    protected int run(Output output) {
        output.done(ask("stream.xdel", given().number("offset", offset).make()), "removed");
        return ExitCodes.OK;
    }
}
