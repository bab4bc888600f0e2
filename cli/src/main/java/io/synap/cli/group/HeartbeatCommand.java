package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps a membership. Confined to one run. */
@Command(
        name = "heartbeat",
        description = "Keep a member's session; exit code 1 when the group has another generation than --generation.")
final class HeartbeatCommand extends MemberCommand {
    @Option(names = "--generation", paramLabel = "N", description = "The one that the member knows.")
    private Optional<Long> generation = Optional.empty();

    @Override
    protected int run(Output output) {
        Value answer = ask(
                "group.heartbeat", ofMember().number("generation", generation).make());
        output.done(answer, "generation " + answer.get("generation").integer());
        Value rebalanced = answer.get("rebalanced");
        return rebalanced.isNull() || !rebalanced.flag() ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
