package io.synap.cli.room;

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
        description = "Append an event, or with --batch or --lines as many as standard input holds.",
        footer = {
            "",
            "With --batch a line is such as {\"event\": \"placed\", \"data\": {\"total\": 12}, \"key\": \"o7\"}.",
            "Options stand for what a line does not say itself. Lines of one call are appended together or not at all."
        })
final class PublishCommand extends RoomCommand implements BatchOptions.Format {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "Text or JSON; - reads standard input, @FILE a file.")
    private Optional<String> data = Optional.empty();

    @Mixin
    private EventOptions event = new EventOptions();

    @Mixin
    private BatchOptions batch = new BatchOptions();

    @Option(names = "--id", paramLabel = "STREAM-ID", description = "Its stream id; else the server gives one.")
    private Optional<String> id = Optional.empty();

    @Override
    protected int run(Output output) {
        if (batch.isWanted()) {
            if (data.isPresent() || id.isPresent()) {
                throw misused("give either DATA, or --batch or --lines");
            }
            return publishAll(output);
        }
        Given given = given().text("stream_id", id);
        data.ifPresent(argument -> given.bytes(content(), valueOf(argument)));
        Value answer = ask("stream.publish", event.addTo(given).make());
        output.done(answer, "offset " + answer.get("offset").integer());
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
                        "stream.mpublish", given().objects("events", lines).make()));
        output.done(new Fields().number("published", published).make(), published + " events");
        return ExitCodes.OK;
    }

    @Override
    public String content() {
        return "data";
    }

    @Override
    public void addTo(Given line) {
        event.addTo(line);
    }
}
