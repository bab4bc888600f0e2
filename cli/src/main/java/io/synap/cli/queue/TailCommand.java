package io.synap.cli.queue;

import picocli.CommandLine.Command;

/** As {@code consume --follow}. Confined to one run. */
@Command(name = "tail", description = "Print messages as they come and acknowledge them: consume --follow.")
final class TailCommand extends ConsumeCommand {
    @Override
    boolean follows() {
        return true;
    }
}
