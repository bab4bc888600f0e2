package io.synap.cli.topic;

import io.synap.cli.command.BatchOptions;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.event.EventOptions;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.client.SynapClient;
import io.synap.client.wire.Value;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Appends one event, or those that standard input holds. Confined to one run. */
@Command(
        name = "publish",
        description = "Append an event to the partition of its key, or with --batch or --lines as many as standard"
                + " input holds.",
        footer = {
            "",
            "With --batch a line is such as {\"event\": \"placed\", \"data\": {\"total\": 12}, \"key\": \"o7\"}.",
            "Options stand for what a line does not say itself."
        })
final class PublishCommand extends TopicCommand implements BatchOptions.Format {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "Text or JSON; - reads standard input, @FILE a file.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = {"-p", "--partition"},
            paramLabel = "N",
            description = "That partition, whatever the key.")
    private Optional<Long> partition = Optional.empty();

    @Mixin
    private EventOptions event = new EventOptions();

    @Mixin
    private BatchOptions batch = new BatchOptions();

    @Override
    protected int run(Output output) {
        if (batch.isWanted()) {
            if (data.isPresent()) {
                throw misused("give either DATA, or --batch or --lines");
            }
            return publishAll(output);
        }
        Given given = given();
        data.ifPresent(argument -> given.bytes(content(), valueOf(argument)));
        addTo(given);
        Value answer = ask("topic.publish", given.make());
        output.done(
                answer,
                "partition " + answer.get("partition_id").integer() + ", offset "
                        + answer.get("offset").integer());
        return ExitCodes.OK;
    }

    private int publishAll(Output output) {
        SynapClient client = client();
        long published = batch.send(
                here().in(),
                output,
                "publish",
                this,
                lines -> client.command(
                        "topic.publish", given().objects("events", lines).make()));
        output.done(new Fields().number("published", published).make(), published + " events");
        return ExitCodes.OK;
    }

    @Override
    public String content() {
        return "data";
    }

    @Override
    public void addTo(Given line) {
        event.addTo(line).number("partition_id", partition);
    }
}
