package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Appends to a value. Confined to one run. */
@Command(name = "append", description = "Append to a key's value.")
final class AppendCommand extends KeyAndValueCommand {
    @Override
    protected int run(Output output) {
        Value answer = ask("kv.append", keyAndValue());
        output.done(answer, "OK, " + answer.get("length").integer() + " bytes");
        return ExitCodes.OK;
    }
}
