package io.synap.cli.topic;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Removes a topic. Confined to one run. */
@Command(name = "delete", description = "Remove a topic with its events and the groups that read it.")
final class DeleteCommand extends TopicCommand {
    @Override
    protected int run(Output output) {
        output.done(ask("topic.delete", given().make()), "deleted");
        return ExitCodes.OK;
    }
}
