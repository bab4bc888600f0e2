package io.synap.cli.server;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Has a snapshot taken. Confined to one run. */
@Command(name = "snapshot", description = "Have the server take a snapshot now, and wait until it is on disk.")
public final class SnapshotCommand extends HttpCommand {
    private static final Duration LONG = Duration.ofMinutes(30);

    @Override
    protected int run(Output output) throws InterruptedException {
        Value answer = result(ask("POST", "/api/v1/snapshot", deadlineOr(LONG)));
        output.done(answer, answer.get("message").text());
        return ExitCodes.OK;
    }
}
