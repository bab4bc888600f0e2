package io.synap.cli.topic;

import io.synap.cli.command.Follow;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import io.synap.client.wire.WireEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
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

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after so many events.")
    private long count;

    @Option(names = "--for", paramLabel = "TIME", description = "End after so long.")
    private Optional<Duration> time = Optional.empty();

    @Override
    protected int run(Output output) {
        return Follow.run(
                client().events(
                                "topic.subscribe",
                                given().numbers("partitions", partitions)
                                        .text("from", from)
                                        .make()),
                count,
                time,
                told -> show(told, output));
    }

    private static boolean show(WireEvent told, Output output) {
        if (told.type().equals("opened")) {
            return false;
        }
        String room = told.get("room").textIfAny().orElse("");
        output.event(Events.told(told), room + "  " + Events.words(told));
        output.flush();
        return told.type().equals("event");
    }
}
