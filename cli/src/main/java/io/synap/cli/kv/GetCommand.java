package io.synap.cli.kv;

import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints a key's value. Confined to one run. */
@Command(name = "get", description = "Print a key's value; exit code 1 when there is no such key.")
final class GetCommand extends OneKeyCommand {
    @Mixin
    private ValueOptions printing = new ValueOptions();

    @Override
    protected int run(Output output) {
        return printing.print(output, ask("kv.get", key()));
    }
}
