package io.synap.cli.presence;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.FollowOptions;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Is in a room for a while. Confined to one run. */
@Command(
        name = "join",
        description = "Be in a room until interrupted, and print who comes and goes. The room need not have events.")
final class JoinCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ROOM")
    private String room = "";

    @Parameters(index = "1", paramLabel = "MEMBER")
    private String member = "";

    @Option(names = "--info", paramLabel = "JSON", description = "What others see of the member.")
    private Optional<String> info = Optional.empty();

    @Mixin
    private FollowOptions follow = new FollowOptions();

    @Override
    protected int run(Output output) {
        Given given = Given.of("room", room).text("member", member).flag("watch", true);
        info.ifPresent(document -> given.json("info", document));
        return follow.print(
                output,
                client().events("presence.join", given.make()),
                "in the room; Ctrl-C ends it",
                told -> Events.words(output, told));
    }
}
