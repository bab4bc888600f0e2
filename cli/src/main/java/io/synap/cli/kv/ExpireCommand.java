package io.synap.cli.kv;

import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets when a key expires. Confined to one run. */
@Command(name = "expire", description = "Set when a key expires; exit code 1 when there is no such key.")
final class ExpireCommand extends OneKeyCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "TIME", description = "How long it lives, such as 30s.")
    private Optional<Duration> time = Optional.empty();

    @Option(names = "--at", paramLabel = "INSTANT", description = "Until when, such as 2030-01-31T12:00:00Z.")
    private Optional<Instant> at = Optional.empty();

    @Override
    protected int run(Output output) {
        if (time.isPresent() == at.isPresent()) {
            throw misused("say when: either TIME or --at");
        }
        Arguments arguments = key();
        time.ifPresent(length -> arguments.integer("ttl_ms", length.toMillis()));
        at.ifPresent(instant -> arguments.integer("expire_at_ms", instant.toEpochMilli()));
        return KeyAnswers.changed(output, ask("kv.expire", arguments));
    }
}
