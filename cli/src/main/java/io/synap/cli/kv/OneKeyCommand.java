package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.client.wire.Arguments;
import picocli.CommandLine.Parameters;

/** A command on one key. Confined to one run. */
abstract class OneKeyCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "KEY")
    private String key = "";

    final String name() {
        return key;
    }

    final Arguments key() {
        return Arguments.none().text("key", key);
    }
}
