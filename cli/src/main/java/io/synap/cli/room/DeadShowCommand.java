package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a dead letter. Confined to one run. */
@Command(name = "show", description = "A dead letter with its history; 'stream get' shows the event itself.")
final class DeadShowCommand extends SharedCommand {
    @Parameters(index = "2", paramLabel = "OFFSET")
    private long offset;

    @Override
    protected int run(Output output) {
        output.result(ask("stream.deadget", given().number("offset", offset).make()));
        return ExitCodes.OK;
    }
}
