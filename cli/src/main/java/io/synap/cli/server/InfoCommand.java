package io.synap.cli.server;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what a server says about itself. Confined to one run. */
@Command(name = "info", description = "What the server says about itself, or one section of it.")
public final class InfoCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "SECTION", description = "Such as memory, persistence or keyspace.")
    private Optional<String> section = Optional.empty();

    @Override
    protected int run(Output output) {
        Arguments arguments = Arguments.none();
        section.ifPresent(name -> arguments.text("section", name));
        output.result(ask("info", arguments));
        return ExitCodes.OK;
    }
}
