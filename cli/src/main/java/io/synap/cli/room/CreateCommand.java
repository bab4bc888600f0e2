package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.event.RetentionOptions;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a room, or changes its settings. Confined to one run. */
@Command(name = "create", description = "Make a room, or change some settings of one that is there.")
final class CreateCommand extends RoomCommand {
    @Mixin
    private RetentionOptions retention = new RetentionOptions();

    @Option(names = "--new", description = "Fail if there is one of that name.")
    private boolean onlyNew;

    @Override
    protected int run(Output output) {
        Value answer = ask(
                onlyNew ? "stream.create" : "stream.get_or_create",
                retention.addTo(given()).make());
        output.done(answer, answer.get("created").flag() ? "created" : "changed");
        return ExitCodes.OK;
    }
}
