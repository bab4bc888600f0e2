package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sets a key and prints what it was. Confined to one run. */
@Command(name = "getset", description = "Set a key and print the value that it had.")
final class GetSetCommand extends KeyAndValueCommand {
    @Mixin
    private ValueOptions printing = new ValueOptions();

    @Override
    protected int run(Output output) {
        Value old = ask("kv.getset", keyAndValue());
        printing.print(output, old);
        return ExitCodes.OK;
    }
}
