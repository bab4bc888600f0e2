package io.synap.cli.presence;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Follow;
import io.synap.cli.command.FollowOptions;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import io.synap.client.wire.WireEvent;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells who comes and goes. Confined to one run. */
@Command(name = "watch", description = "Print who comes into a room of events and who goes, until interrupted.")
final class WatchCommand extends ClientCommand {
    private static final Set<String> SHOWN = Set.of("join", "leave", "presence", "deleted");

    @Parameters(paramLabel = "ROOM")
    private String room = "";

    @Mixin
    private FollowOptions follow = new FollowOptions();

    @Override
    protected int run(Output output) {
        Given given = Given.of("room", room).flag("presence", true);
        return Follow.run(
                client().events("stream.subscribe", given.make()),
                follow.count(),
                follow.time(),
                told -> show(told, output));
    }

    private static boolean show(WireEvent told, Output output) {
        if (told.type().equals("opened")) {
            output.note("watching the room; Ctrl-C ends it");
        }
        if (!SHOWN.contains(told.type())) {
            return false;
        }
        output.event(FollowOptions.valueOf(told), Events.words(output, told));
        output.flush();
        return true;
    }
}
