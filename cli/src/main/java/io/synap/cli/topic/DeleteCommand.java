package io.synap.cli.topic;

import io.synap.cli.command.Confirmation;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes a topic. Confined to one run. */
@Command(name = "delete", description = "Remove a topic with its events and the groups that read it.")
final class DeleteCommand extends TopicCommand {
    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Output output) {
        if (!confirmation.isGiven(here(), "Remove topic '" + topic() + "' with its events and groups?")) {
            return ExitCodes.NEGATIVE;
        }
        output.done(ask("topic.delete", given().make()), "deleted");
        return ExitCodes.OK;
    }
}
