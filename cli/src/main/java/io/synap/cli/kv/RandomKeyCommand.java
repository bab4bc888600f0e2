package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Prints some key. Confined to one run. */
@Command(name = "randomkey", description = "Print some key.")
final class RandomKeyCommand extends ClientCommand {
    @Override
    protected int run(Output output) {
        Value key = ask("key.randomkey", Arguments.none()).get("key");
        output.result(key);
        return key.isNull() ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }
}
