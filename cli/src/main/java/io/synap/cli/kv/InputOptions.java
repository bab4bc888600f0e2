package io.synap.cli.kv;

import io.synap.cli.command.ValueArgument;
import java.io.InputStream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A value on the command line. Confined to one run. */
final class InputOptions {
    @Parameters(index = "1", paramLabel = "VALUE", description = "Text; - reads standard input, @FILE a file.")
    private String value = "";

    @Option(names = "--base64", description = "VALUE is base64.")
    private boolean base64;

    byte[] bytes(InputStream in) {
        return base64 ? ValueArgument.readBase64(value, in) : ValueArgument.read(value, in);
    }
}
