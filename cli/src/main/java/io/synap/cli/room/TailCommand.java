package io.synap.cli.room;

import io.synap.cli.command.FollowOptions;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints events as they come. Confined to one run. */
@Command(
        name = "tail",
        description = "Print events as they come, until interrupted. After a lost connection it goes on where it was.")
final class TailCommand extends RoomCommand {
    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "next, first, last, an offset, a stream id, or a moment; next unless said.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Behind the event that had this cursor.")
    private Optional<String> cursor = Optional.empty();

    @Option(names = "--create", description = "Make the room if there is none.")
    private boolean create;

    @Option(names = "--presence", description = "Also who comes and goes.")
    private boolean presence;

    @Option(names = "--member", paramLabel = "ID", description = "Be in the room as this member; implies --presence.")
    private Optional<String> member = Optional.empty();

    @Mixin
    private FollowOptions follow = new FollowOptions();

    @Override
    protected int run(Output output) {
        Given given = given().text("cursor", cursor).text("from", from).flag("create", create);
        if (member.isPresent()) {
            given.object("presence", Given.of("member", member.get()));
        } else {
            given.flag("presence", presence);
        }
        return follow.print(
                output,
                client().events("stream.subscribe", given.make()),
                "following the room; Ctrl-C ends it",
                told -> Events.words(output, told));
    }
}
