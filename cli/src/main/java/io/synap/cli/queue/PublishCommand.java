package io.synap.cli.queue;

import io.synap.cli.command.BatchOptions;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.client.SynapClient;
import io.synap.client.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes one message, or those that standard input holds. Confined to one run. */
@Command(
        name = "publish",
        description = "Publish a message, or with --batch or --lines as many as standard input holds.",
        footer = {
            "",
            "With --batch a line is such as {\"payload\": {\"to\": \"ada\"}, \"priority\": 7, \"delay_ms\": 1000}.",
            "Options stand for what a line does not say itself."
        })
final class PublishCommand extends QueueCommand implements BatchOptions.Format {
    private static final String PAYLOAD = "payload";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description = "Text; - reads standard input, @FILE a file.")
    private Optional<String> payload = Optional.empty();

    @Mixin
    private MessageOptions message = new MessageOptions();

    @Mixin
    private BatchOptions batch = new BatchOptions();

    @Option(names = "--base64", description = "PAYLOAD is base64.")
    private boolean base64;

    @Override
    protected int run(Output output) {
        if (payload.isPresent() == batch.isWanted()) {
            throw misused("give either PAYLOAD, or --batch or --lines");
        }
        if (batch.isWanted()) {
            return publishAll(output);
        }
        Given given = given();
        if (base64) {
            given.text("payload_base64", new String(valueOf(payload.get()), StandardCharsets.US_ASCII).strip());
        } else {
            given.bytes(PAYLOAD, valueOf(payload.get()));
        }
        message.addTo(given);
        Value answer = ask("queue.publish", given.make());
        String id = answer.get("message_id").text();
        output.done(answer, answer.get("duplicate").flag() ? "duplicate of message " + id : "message " + id);
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
                        "queue.mpublish", given().objects("messages", lines).make()));
        output.done(new Fields().number("published", published).make(), published + " messages");
        return ExitCodes.OK;
    }

    @Override
    public String content() {
        return PAYLOAD;
    }

    @Override
    public void addTo(Given line) {
        message.addTo(line);
    }
}
