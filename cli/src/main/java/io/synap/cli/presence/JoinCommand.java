package io.synap.cli.presence;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Follow;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
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

    @Option(names = "--for", paramLabel = "TIME", description = "End after so long.")
    private Optional<Duration> time = Optional.empty();

    @Override
    protected int run(Output output) {
        Given given = Given.of("room", room).text("member", member).flag("watch", true);
        info.ifPresent(document -> given.json("info", document));
        return Follow.run(client().events("presence.join", given.make()), 0, time, told -> {
            if (told.type().equals("opened")) {
                output.note("joined; " + told.get("members").integer() + " present");
            } else {
                output.event(Events.told(told), Events.words(told));
                output.flush();
            }
            return false;
        });
    }
}
