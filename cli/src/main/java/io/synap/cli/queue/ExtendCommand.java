package io.synap.cli.queue;

import io.synap.cli.output.Output;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives deliveries more time. Confined to one run. */
@Command(name = "extend", description = "Give deliveries more time, counted from now.")
final class ExtendCommand extends SettleCommand {
    @Option(names = "--lease", required = true, paramLabel = "TIME", description = "Such as 30s.")
    private Duration lease = Duration.ZERO;

    @Override
    protected int run(Output output) {
        return settle(output, "queue.extend", given().number("lease_ms", lease.toMillis()), "extended");
    }
}
