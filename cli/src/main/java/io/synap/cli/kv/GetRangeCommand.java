package io.synap.cli.kv;

import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints a part of a value. Confined to one run. */
@Command(name = "getrange", description = "Print a part of a key's value.")
final class GetRangeCommand extends OneKeyCommand {
    @Parameters(index = "1", paramLabel = "START", description = "The first byte; negative counts from the end.")
    private long start;

    @Parameters(index = "2", paramLabel = "END", description = "The last byte, inclusive.")
    private long end;

    @Mixin
    private ValueOptions printing = new ValueOptions();

    @Override
    public boolean takesNegativeNumbers() {
        return true;
    }

    @Override
    protected int run(Output output) {
        return printing.print(
                output, ask("kv.getrange", key().integer("start", start).integer("end", end)));
    }
}
