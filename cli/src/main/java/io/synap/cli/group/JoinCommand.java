package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Becomes a member. Confined to one run. */
@Command(name = "join", description = "Become a member, until the session ends: see heartbeat. Prints the assignment.")
final class JoinCommand extends GroupCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "MEMBER", description = "Else the server makes an id.")
    private Optional<String> member = Optional.empty();

    @Option(names = "--session-timeout", paramLabel = "TIME", description = "How long the member may be silent.")
    private Optional<Duration> sessionTimeout = Optional.empty();

    @Override
    protected int run(Output output) {
        output.result(ask(
                "group.join",
                given().text("member_id", member)
                        .millis("session_timeout_ms", sessionTimeout)
                        .make()));
        return ExitCodes.OK;
    }
}
