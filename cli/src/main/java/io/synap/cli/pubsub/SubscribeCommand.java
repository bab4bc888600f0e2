package io.synap.cli.pubsub;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.FollowOptions;
import io.synap.cli.output.EventText;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.WireEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the messages of channels as they come. Confined to one run. */
@Command(
        name = "subscribe",
        aliases = {"tail"},
        description = "Print messages as they come.")
final class SubscribeCommand extends ClientCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "CHANNEL",
            description = "Channels, or patterns such as orders.* or orders.>.")
    private List<String> channels = new ArrayList<>();

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Of all subscribers of a group one gets each message.")
    private Optional<String> group = Optional.empty();

    @Option(
            names = "--policy",
            paramLabel = "WHAT",
            description = "disconnect or drop-oldest, when this end is too slow.")
    private Optional<Policy> policy = Optional.empty();

    @Option(names = "--buffer", paramLabel = "N", description = "Messages that may wait at the server.")
    private Optional<Long> buffer = Optional.empty();

    @Mixin
    private FollowOptions follow = new FollowOptions();

    /** What happens to who is too slow. */
    enum Policy {
        DISCONNECT("disconnect"),
        DROP_OLDEST("drop-oldest");

        private final String text;

        Policy(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @Override
    protected int run(Output output) {
        Arguments arguments = Arguments.none().texts("channels", channels);
        group.ifPresent(name -> arguments.text("group", name));
        policy.ifPresent(what -> arguments.text("policy", what.toString()));
        buffer.ifPresent(count -> arguments.integer("buffer", count));
        return follow.print(
                output,
                client().events("pubsub.subscribe", arguments),
                "listening to " + String.join(" ", channels) + "; Ctrl-C ends it",
                event -> words(output, event));
    }

    private static String words(Output output, WireEvent event) {
        if (event.type().equals("gap")) {
            return new EventText(output.style())
                    .kind("gap")
                    .detail("dropped", event.get("dropped"))
                    .toString();
        }
        return new EventText(output.style())
                .time(event.get("timestamp"))
                .name(event.get("topic"))
                .content(event.get("payload"))
                .toString();
    }
}
