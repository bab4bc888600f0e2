package io.synap.cli.topic;

import io.synap.cli.command.FollowOptions;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints events of a topic as they come. Confined to one run. */
@Command(name = "tail", description = "Print events of all partitions, or of some, as they come, until interrupted.")
final class TailCommand extends TopicCommand {
    @Option(
            names = {"-p", "--partition"},
            paramLabel = "N",
            description = "This one; any number of times.")
    private List<Long> partitions = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "next, first, last, an offset, a stream id, or a moment; next unless said.")
    private Optional<String> from = Optional.empty();

    @Mixin
    private FollowOptions follow = new FollowOptions();

    @Override
    protected int run(Output output) {
        Given given = given().numbers("partitions", partitions).text("from", from);
        return follow.print(
                output,
                client().events("topic.subscribe", given.make()),
                "following the topic; Ctrl-C ends it",
                told -> told.get("room").textIfAny().orElse("") + "  " + Events.words(output, told));
    }
}
