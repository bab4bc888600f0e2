package io.synap.cli.room;

import io.synap.cli.command.Follow;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import io.synap.client.wire.WireEvent;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints events as they come. Confined to one run. */
@Command(
        name = "tail",
        description = "Print events as they come, until interrupted. After a lost connection it goes on where it was.")
final class TailCommand extends RoomCommand {
    private static final String RECOVERED = "recovered";

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

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after so many events.")
    private long count;

    @Option(names = "--for", paramLabel = "TIME", description = "End after so long.")
    private Optional<Duration> time = Optional.empty();

    @Override
    protected int run(Output output) {
        Given given = given().text("cursor", cursor).text("from", from).flag("create", create);
        if (member.isPresent()) {
            given.object("presence", Given.of("member", member.get()));
        } else {
            given.flag("presence", presence);
        }
        return Follow.run(client().events("stream.subscribe", given.make()), count, time, told -> show(told, output));
    }

    private boolean show(WireEvent told, Output output) {
        if (told.type().equals("opened")) {
            if (!told.get(RECOVERED).isNull() && !told.get(RECOVERED).flag()) {
                output.note("what was asked for is no longer there; this begins with offset "
                        + told.get("offset").integer());
            }
            return false;
        }
        output.event(Events.told(told), Events.words(told));
        output.flush();
        return told.type().equals("event");
    }
}
