package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Overwrites a part of a value. Confined to one run. */
@Command(name = "setrange", description = "Overwrite a part of a key's value.")
final class SetRangeCommand extends KeyAndValueCommand {
    @Option(names = "--offset", paramLabel = "N", required = true, description = "Where it is written, bytes.")
    private long offset;

    @Override
    protected int run(Output output) {
        Value answer = ask("kv.setrange", keyAndValue().integer("offset", offset));
        output.done(answer, "OK, " + answer.get("length").integer() + " bytes");
        return ExitCodes.OK;
    }
}
