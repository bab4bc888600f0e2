package io.synap.cli.group;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commits offsets. Confined to one run. */
@Command(
        name = "commit",
        description = "Commit offsets: the next events to read. As a member with --member and --generation; without,"
                + " only while the group has no members.")
final class CommitCommand extends GroupCommand {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PARTITION=OFFSET")
    private Map<Integer, Long> offsets = new TreeMap<>();

    @Option(names = "--member", paramLabel = "MEMBER", description = "Whose partitions these are.")
    private Optional<String> member = Optional.empty();

    @Option(names = "--generation", paramLabel = "N", description = "In which they are the member's.")
    private Optional<Long> generation = Optional.empty();

    @Override
    protected int run(Output output) {
        if (member.isPresent() != generation.isPresent()) {
            throw misused("--member and --generation go together");
        }
        Value answer = ask(
                "group.commit",
                given().text("member_id", member)
                        .number("generation", generation)
                        .objects("offsets", Offsets.of(offsets))
                        .make());
        output.done(answer, "committed");
        return ExitCodes.OK;
    }
}
