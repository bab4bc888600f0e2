package io.synap.cli.presence;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Follow;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import io.synap.client.wire.WireEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells who comes and goes. Confined to one run. */
@Command(name = "watch", description = "Print who comes into a room of events and who goes, until interrupted.")
final class WatchCommand extends ClientCommand {
    private static final Set<String> SHOWN = Set.of("join", "leave", "presence", "deleted");

    @Parameters(paramLabel = "ROOM")
    private String room = "";

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after so many.")
    private long count;

    @Option(names = "--for", paramLabel = "TIME", description = "End after so long.")
    private Optional<Duration> time = Optional.empty();

    @Override
    protected int run(Output output) {
        Given given = Given.of("room", room).flag("presence", true);
        return Follow.run(client().events("stream.subscribe", given.make()), count, time, told -> show(told, output));
    }

    private static boolean show(WireEvent told, Output output) {
        if (!SHOWN.contains(told.type())) {
            return false;
        }
        output.event(Events.told(told), Events.words(told));
        output.flush();
        return true;
    }
}
