package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a key's value. Confined to one run. */
@Command(name = "get", description = "Print a key's value; exit code 1 when there is no such key.")
final class GetCommand extends ClientCommand {
    @Parameters(paramLabel = "KEY")
    private String key = "";

    @Option(names = "--raw", description = "The bytes as they are, without a line end.")
    private boolean raw;

    @Override
    protected int run(Output output) {
        Value value = ask("kv.get", Arguments.none().text("key", key));
        if (value.isNull()) {
            output.result(value);
            return ExitCodes.NEGATIVE;
        }
        if (raw) {
            output.raw(value.bytes());
            output.flush();
        } else {
            output.result(value);
        }
        return ExitCodes.OK;
    }
}
