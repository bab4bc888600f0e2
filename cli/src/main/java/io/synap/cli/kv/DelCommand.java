package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes keys. Confined to one run. */
@Command(name = "del", description = "Delete keys; exit code 1 when there was none of them.")
final class DelCommand extends ClientCommand {
    @Parameters(arity = "1..*", paramLabel = "KEY")
    private List<String> keys = new ArrayList<>();

    @Override
    protected int run(Output output) {
        Value answer = ask("kv.mdel", Arguments.none().texts("keys", keys));
        long deleted = answer.get("deleted").integer();
        output.done(answer, deleted + " deleted");
        return deleted == 0 ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }
}
