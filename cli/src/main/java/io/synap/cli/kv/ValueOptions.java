package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Option;

/** How a value is printed. Confined to one run. */
final class ValueOptions {
    @Option(names = "--raw", description = "The bytes as they are, without a line end.")
    private boolean raw;

    /** Prints it and returns the exit code: of what is null, that there is none. */
    int print(Output output, Value value) {
        if (value.isNull()) {
            output.result(value);
            return ExitCodes.NEGATIVE;
        }
        if (raw) {
            output.raw(value.bytes());
            output.flush();
        } else {
            output.result(value);
        }
        return ExitCodes.OK;
    }
}
