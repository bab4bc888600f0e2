package io.synap.cli.pubsub;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a message. Confined to one run. */
@Command(name = "publish", description = "Publish a message; exit code 1 when nobody listens.")
final class PublishCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "CHANNEL")
    private String channel = "";

    @Parameters(index = "1", paramLabel = "MESSAGE", description = "Text; - reads standard input, @FILE a file.")
    private String message = "";

    @Option(names = "--metadata", paramLabel = "NAME=TEXT", description = "Goes with the message; any number of times.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Override
    protected int run(Output output) {
        Arguments arguments = Arguments.none().text("channel", channel).bytes("payload", valueOf(message));
        if (!metadata.isEmpty()) {
            arguments.textMap("metadata", metadata);
        }
        Value answer = ask("pubsub.publish", arguments);
        long matched = answer.get("subscribers_matched").integer();
        output.done(answer, matched == 1 ? "1 subscriber" : matched + " subscribers");
        return matched > 0 ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
