package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Prints how long a value is. Confined to one run. */
@Command(name = "strlen", description = "How many bytes a key's value has; 0 without one.")
final class StrLenCommand extends OneKeyCommand {
    @Override
    protected int run(Output output) {
        output.number(ask("kv.strlen", key()), "length");
        return ExitCodes.OK;
    }
}
