package io.synap.cli.queue;

import io.synap.cli.output.Output;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives messages back. Confined to one run. */
@Command(name = "nack", description = "Give messages back: at once, after a delay, or with the queue's backoff.")
final class NackCommand extends SettleCommand {
    @Option(names = "--delay", paramLabel = "TIME", description = "Nobody receives them before.")
    private Optional<Duration> delay = Optional.empty();

    @Option(names = "--backoff", description = "After the queue's backoff.")
    private boolean backoff;

    @Option(names = "--error", paramLabel = "TEXT", description = "What went wrong; it is kept with the message.")
    private Optional<String> error = Optional.empty();

    @Override
    protected int run(Output output) {
        return settle(
                output,
                "queue.nack",
                given().millis("delay_ms", delay).flag("backoff", backoff).text("error", error),
                "given back");
    }
}
