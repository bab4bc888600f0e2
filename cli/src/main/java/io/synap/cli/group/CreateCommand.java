package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a group. Confined to one run. */
@Command(name = "create", description = "Make a group that reads a topic or a room.")
final class CreateCommand extends GroupCommand {
    /** How members divide the partitions. */
    enum Strategy {
        ROUND_ROBIN,
        RANGE,
        STICKY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What it reads: one of them. */
    static final class Source {
        @Option(names = "--topic", paramLabel = "TOPIC", description = "All partitions of a topic.")
        private Optional<String> topic = Optional.empty();

        @Option(names = "--room", paramLabel = "ROOM", description = "A room, which is one partition.")
        private Optional<String> room = Optional.empty();
    }

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(names = "--partitions", paramLabel = "N", description = "Of the topic; the first so many.")
    private Optional<Long> partitions = Optional.empty();

    @Option(
            names = "--strategy",
            paramLabel = "HOW",
            description = "How members divide the partitions: round-robin, range or sticky; round-robin unless said.")
    private Optional<Strategy> strategy = Optional.empty();

    @Option(names = "--session-timeout", paramLabel = "TIME", description = "How long a member may be silent.")
    private Optional<Duration> sessionTimeout = Optional.empty();

    @Override
    protected int run(Output output) {
        Value answer = ask(
                "group.create",
                given().text("topic", source.topic)
                        .text("room", source.room)
                        .number("partition_count", partitions)
                        .text("strategy", strategy.map(how -> how.name().toLowerCase(Locale.ROOT)))
                        .millis("session_timeout_ms", sessionTimeout)
                        .make());
        output.done(
                answer,
                "created for " + answer.get("partition_count").integer() + " partitions, "
                        + answer.get("strategy").text());
        return ExitCodes.OK;
    }
}
