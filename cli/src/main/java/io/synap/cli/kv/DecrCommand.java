package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Subtracts from a number. Confined to one run. */
@Command(name = "decr", description = "Subtract from a key's number and print what it is then.")
final class DecrCommand extends OneKeyCommand {
    @Option(names = "--by", paramLabel = "N", description = "How much; 1 unless said.")
    private long amount = 1;

    @Override
    protected int run(Output output) {
        output.number(ask("kv.decr", key().integer("amount", amount)), "value");
        return ExitCodes.OK;
    }
}
