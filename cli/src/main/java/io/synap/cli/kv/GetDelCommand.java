package io.synap.cli.kv;

import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deletes a key and prints what it was. Confined to one run. */
@Command(name = "getdel", description = "Delete a key and print the value that it had.")
final class GetDelCommand extends OneKeyCommand {
    @Mixin
    private ValueOptions printing = new ValueOptions();

    @Override
    protected int run(Output output) {
        return printing.print(output, ask("kv.getdel", key()));
    }
}
