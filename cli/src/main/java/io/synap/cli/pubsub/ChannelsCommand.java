package io.synap.cli.pubsub;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists channels that somebody listens to. Confined to one run. */
@Command(name = "channels", description = "List the channels that somebody has subscribed to by name.")
final class ChannelsCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "A glob, such as orders.*.")
    private Optional<String> pattern = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "So many at most.")
    private Optional<Long> limit = Optional.empty();

    @Override
    protected int run(Output output) {
        Arguments arguments = Arguments.none();
        pattern.ifPresent(glob -> arguments.text("match", glob));
        limit.ifPresent(most -> arguments.integer("limit", most));
        output.result(ask("pubsub.topics", arguments).get("topics"));
        return ExitCodes.OK;
    }
}
