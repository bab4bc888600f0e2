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

/** Marks keys as used. Confined to one run. */
@Command(name = "touch", description = "Mark keys as used, and count those that are there.")
final class TouchCommand extends ClientCommand {
    @Parameters(arity = "1..*", paramLabel = "KEY")
    private List<String> keys = new ArrayList<>();

    @Override
    protected int run(Output output) {
        Value answer = ask("kv.touch", Arguments.none().texts("keys", keys));
        output.number(answer, "count");
        return answer.get("count").integer() == keys.size() ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
