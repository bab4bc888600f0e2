package io.synap.cli.topic;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.event.RetentionOptions;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a topic. Confined to one run. */
@Command(name = "create", description = "Make a topic with its partitions.")
final class CreateCommand extends TopicCommand {
    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "How many; 3 unless said.")
    private Optional<Long> partitions = Optional.empty();

    @Mixin
    private RetentionOptions retention = new RetentionOptions();

    @Override
    protected int run(Output output) {
        Value answer = ask(
                "topic.create",
                retention.addTo(given().number("num_partitions", partitions)).make());
        output.done(answer, "created with " + answer.get("num_partitions").integer() + " partitions");
        return ExitCodes.OK;
    }
}
