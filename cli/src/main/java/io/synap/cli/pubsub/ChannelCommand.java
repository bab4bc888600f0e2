package io.synap.cli.pubsub;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Counts who listens to a channel. Confined to one run. */
@Command(name = "info", description = "How many have subscribed to a channel by its name; exit code 1 when nobody has.")
final class ChannelCommand extends ClientCommand {
    @Parameters(paramLabel = "CHANNEL")
    private String channel = "";

    @Override
    protected int run(Output output) {
        Value answer = ask("pubsub.info", Arguments.none().text("channel", channel));
        output.number(answer, "subscriber_count");
        return answer.get("subscriber_count").integer() > 0 ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
