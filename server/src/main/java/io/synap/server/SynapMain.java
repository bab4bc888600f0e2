package io.synap.server;

import io.synap.server.cli.SynapCommand;

/** The entry of the server program. */
public final class SynapMain {
    private SynapMain() {}

    public static void main(String[] arguments) {
        System.exit(SynapCommand.run(arguments));
    }
}
