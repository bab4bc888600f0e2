package io.synap.cli.kv;

import io.synap.cli.command.ValueArgument;
import io.synap.client.wire.Arguments;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command on one key that brings a value. Confined to one run. */
abstract class KeyAndValueCommand extends OneKeyCommand {
    @Parameters(index = "1", paramLabel = "VALUE", description = "Text; - reads standard input, @FILE a file.")
    private String value = "";

    @Option(names = "--base64", description = "VALUE is base64.")
    private boolean base64;

    /** Both of them. */
    final Arguments keyAndValue() {
        return key().bytes("value", base64 ? ValueArgument.readBase64(value, here().in()) : valueOf(value));
    }
}
