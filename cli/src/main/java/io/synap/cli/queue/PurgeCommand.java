package io.synap.cli.queue;

import io.synap.cli.command.Confirmation;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Empties a queue. Confined to one run. */
@Command(name = "purge", description = "Remove messages: those that wait, unless --scope says more.")
final class PurgeCommand extends QueueCommand {
    /** Which messages. */
    enum Scope {
        READY,
        ALL,
        DEAD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--scope",
            paramLabel = "WHICH",
            description = "ready: what waits; all: also what is in flight, and dead letters; dead: these alone.")
    private Scope scope = Scope.READY;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Output output) {
        if (!confirmation.isGiven(here(), "Remove messages of queue '" + queue() + "'?")) {
            return ExitCodes.NEGATIVE;
        }
        String which = scope.name().toLowerCase(Locale.ROOT);
        Value answer = ask("queue.purge", given().text("scope", which).make());
        output.done(answer, answer.get("purged").integer() + " messages removed");
        return ExitCodes.OK;
    }
}
