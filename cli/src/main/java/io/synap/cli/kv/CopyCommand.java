package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a key. Confined to one run. */
@Command(name = "copy", description = "Copy a key.")
final class CopyCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "FROM")
    private String source = "";

    @Parameters(index = "1", paramLabel = "TO")
    private String target = "";

    @Option(names = "--replace", description = "Also if there is a key TO.")
    private boolean replace;

    @Override
    protected int run(Output output) {
        Arguments arguments = Arguments.none().text("source", source).text("destination", target);
        output.done(ask("key.copy", arguments.flag("replace", replace)), "OK");
        return ExitCodes.OK;
    }
}
