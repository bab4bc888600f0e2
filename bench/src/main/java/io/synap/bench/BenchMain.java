package io.synap.bench;

import io.synap.bench.guard.CompareCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./synap bench}: measures, and compares measurements. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Benchmarks beside Redis, RabbitMQ, NATS and Lettuce on this machine, and the regression guard.",
        subcommands = {
            KvCommand.class,
            QueueCommand.class,
            StreamCommand.class,
            PubSubCommand.class,
            WsCommand.class,
            ClientCommand.class,
            CompareCommand.class
        })
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchMain());
    }
}
