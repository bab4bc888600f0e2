package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renames a key. Confined to one run. */
@Command(name = "rename", description = "Give a key another name.")
final class RenameCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "FROM")
    private String source = "";

    @Parameters(index = "1", paramLabel = "TO")
    private String target = "";

    @Option(names = "--nx", description = "Only if there is no key TO.")
    private boolean onlyIfAbsent;

    @Override
    protected int run(Output output) {
        String command = onlyIfAbsent ? "key.renamenx" : "key.rename";
        output.done(ask(command, Arguments.none().text("source", source).text("destination", target)), "OK");
        return ExitCodes.OK;
    }
}
