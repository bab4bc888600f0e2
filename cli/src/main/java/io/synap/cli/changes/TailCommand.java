package io.synap.cli.changes;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.FollowOptions;
import io.synap.cli.output.EventText;
import io.synap.cli.output.Output;
import io.synap.client.wire.WireEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints changes as they come. Confined to one run. */
@Command(name = "tail", description = "Print changes as they come, from now on unless said otherwise.")
final class TailCommand extends ClientCommand {
    @Mixin
    private ChangeOptions which = new ChangeOptions();

    @Mixin
    private FollowOptions follow = new FollowOptions();

    @Override
    protected int run(Output output) {
        return follow.print(
                output,
                client().events("changes.subscribe", which.arguments()),
                "following the changes; Ctrl-C ends it",
                event -> words(output, event));
    }

    private static String words(Output output, WireEvent event) {
        return event.type().equals("gap")
                ? new EventText(output.style())
                        .kind("gap")
                        .word("changes are missing here")
                        .toString()
                : ChangeOptions.words(output.style(), event.members());
    }
}
