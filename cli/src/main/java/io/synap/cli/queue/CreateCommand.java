package io.synap.cli.queue;

import io.synap.cli.command.ByteCount;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates a queue, or changes its settings. Confined to one run. */
@Command(name = "create", description = "Create a queue, or change some settings of one that is there.")
final class CreateCommand extends QueueCommand {
    /** What happens to a message when the queue is full. */
    enum Overflow {
        REJECT,
        DROP_OLDEST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(names = "--new", description = "Fail if there is one of that name.")
    private boolean onlyNew;

    @Option(names = "--max-depth", paramLabel = "N", description = "Messages it holds; 0 for any number.")
    private Optional<Long> maxDepth = Optional.empty();

    @Option(names = "--max-bytes", paramLabel = "BYTES", converter = ByteCount.class, description = "Such as 64MB.")
    private Optional<Long> maxBytes = Optional.empty();

    @Option(names = "--overflow", paramLabel = "WHAT", description = "When it is full: reject or drop_oldest.")
    private Optional<Overflow> overflow = Optional.empty();

    @Option(names = "--lease", paramLabel = "TIME", description = "How long a receiver has, such as 30s.")
    private Optional<Duration> lease = Optional.empty();

    @Option(names = "--max-deliveries", paramLabel = "N", description = "Then a message is a dead letter.")
    private Optional<Long> maxDeliveries = Optional.empty();

    @Option(names = "--priority", paramLabel = "0-9", description = "Of messages that do not say theirs.")
    private Optional<Long> priority = Optional.empty();

    @Option(names = "--prefetch", paramLabel = "N", description = "Messages that one consumer may hold.")
    private Optional<Long> prefetch = Optional.empty();

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long a message is good for.")
    private Optional<Duration> ttl = Optional.empty();

    @Option(names = "--dedup-window", paramLabel = "TIME", description = "How long deduplication ids are remembered.")
    private Optional<Duration> dedupWindow = Optional.empty();

    @Option(names = "--backoff-min", paramLabel = "TIME", description = "Before the second delivery; it doubles.")
    private Optional<Duration> backoffMin = Optional.empty();

    @Option(names = "--backoff-max", paramLabel = "TIME", description = "The most that it becomes.")
    private Optional<Duration> backoffMax = Optional.empty();

    @Option(names = "--fairness-every", paramLabel = "N", description = "Each N-th hand-out is of the lowest priority.")
    private Optional<Long> fairnessEvery = Optional.empty();

    @Option(names = "--dead-max", paramLabel = "N", description = "Dead letters that are kept.")
    private Optional<Long> deadMax = Optional.empty();

    @Option(names = "--dead-retention", paramLabel = "TIME", description = "How long dead letters are kept.")
    private Optional<Duration> deadRetention = Optional.empty();

    @Override
    protected int run(Output output) {
        Given given = given().flag("nx", onlyNew)
                .number("max_depth", maxDepth)
                .number("max_bytes", maxBytes)
                .text("overflow", overflow.map(what -> what.name().toLowerCase(Locale.ROOT)))
                .millis("lease_ms", lease)
                .number("max_deliveries", maxDeliveries)
                .number("default_priority", priority)
                .number("prefetch", prefetch)
                .millis("message_ttl_ms", ttl)
                .millis("dedup_window_ms", dedupWindow)
                .millis("backoff_min_ms", backoffMin)
                .millis("backoff_max_ms", backoffMax)
                .number("fairness_every", fairnessEvery)
                .number("dead_letters_max", deadMax)
                .millis("dead_letter_retention_ms", deadRetention);
        Value answer = ask("queue.create", given.make());
        output.done(answer, answer.get("created").flag() ? "created" : "changed");
        return ExitCodes.OK;
    }
}
