package io.synap.cli.kv;

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

/** Prints the changes of keys as they come. Confined to one run. */
@Command(name = "watch", description = "Print the changes of keys, with their values, as they come.")
public final class WatchCommand extends ClientCommand {
    @Parameters(arity = "1..*", paramLabel = "PATTERN", description = "Keys, or globs such as user:*.")
    private List<String> patterns = new ArrayList<>();

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on behind this one, of an earlier event.")
    private Optional<String> cursor = Optional.empty();

    @Mixin
    private FollowOptions follow = new FollowOptions();

    @Override
    protected int run(Output output) {
        Arguments arguments = Arguments.none().texts("keys", patterns);
        cursor.ifPresent(at -> arguments.text("cursor", at));
        return follow.print(
                output,
                client().events("kv.watch", arguments),
                "watching " + String.join(" ", patterns) + "; Ctrl-C ends it",
                event -> words(output, event));
    }

    private static String words(Output output, WireEvent event) {
        if (event.type().equals("gap")) {
            return new EventText(output.style())
                    .kind("gap")
                    .word("changes are missing here")
                    .toString();
        }
        return new EventText(output.style())
                .time(event.get("timestamp"))
                .kind(event.get("event").text())
                .name(event.get("key"))
                .detail("to", event.get("to"))
                .detail("from", event.get("from"))
                .content(event.get("value"))
                .toString();
    }
}
