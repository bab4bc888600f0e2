package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.output.Output;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a shared group, or changes its settings. Confined to one run. */
@Command(name = "create", description = "Make a shared group, or change some settings of one that is there.")
final class GroupCreateCommand extends SharedCommand {
    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description =
                    "Where a new one begins: first, last, an offset, a stream id, or a moment; first unless said.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--lease", paramLabel = "TIME", description = "How long a receiver has.")
    private Optional<Duration> lease = Optional.empty();

    @Option(names = "--max-deliveries", paramLabel = "N", description = "Then an event is a dead letter; 0 for never.")
    private Optional<Long> maxDeliveries = Optional.empty();

    @Option(names = "--backoff-min", paramLabel = "TIME", description = "Before the second delivery; it doubles.")
    private Optional<Duration> backoffMin = Optional.empty();

    @Option(names = "--backoff-max", paramLabel = "TIME", description = "The most that it becomes.")
    private Optional<Duration> backoffMax = Optional.empty();

    @Option(
            names = "--protects-events",
            paramLabel = "true|false",
            description = "Whether retention leaves what the group has not done.")
    private Optional<Boolean> protects = Optional.empty();

    @Option(names = "--dead-max", paramLabel = "N", description = "Dead letters that are kept.")
    private Optional<Long> deadMax = Optional.empty();

    @Option(names = "--pending-max", paramLabel = "N", description = "Events that may be handed out at a time.")
    private Optional<Long> pendingMax = Optional.empty();

    @Override
    protected int run(Output output) {
        Given given = given().text("from", from)
                .millis("lease_ms", lease)
                .number("max_deliveries", maxDeliveries)
                .millis("backoff_min_ms", backoffMin)
                .millis("backoff_max_ms", backoffMax)
                .number("dead_letters_max", deadMax)
                .number("pending_max", pendingMax);
        protects.ifPresent(yes -> given.json("protects_events", yes.toString()));
        output.done(ask("stream.group_create", given.make()), "the group is there");
        return ExitCodes.OK;
    }
}
