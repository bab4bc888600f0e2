package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Adds to a decimal number. Confined to one run. */
@Command(name = "incrbyfloat", description = "Add to a key's decimal number and print what it is then.")
final class IncrByFloatCommand extends OneKeyCommand {
    @Parameters(index = "1", paramLabel = "AMOUNT")
    private String amount = "";

    @Override
    public boolean takesNegativeNumbers() {
        return true;
    }

    @Override
    protected int run(Output output) {
        output.number(ask("kv.incrbyfloat", key().text("amount", amount)), "value");
        return ExitCodes.OK;
    }
}
