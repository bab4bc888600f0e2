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

/** Says whether keys are there. Confined to one run. */
@Command(name = "exists", description = "Whether keys are there; exit code 1 when one is not.")
final class ExistsCommand extends ClientCommand {
    @Parameters(arity = "1..*", paramLabel = "KEY")
    private List<String> keys = new ArrayList<>();

    @Override
    protected int run(Output output) {
        List<Value> rows = new ArrayList<>();
        for (String key : keys) {
            rows.add(ask("kv.exists", Arguments.none().text("key", key)));
        }
        if (rows.size() == 1) {
            output.value(rows.getFirst(), rows.getFirst().get("exists").flag() ? "yes" : "no");
        } else {
            output.rows(List.of("key", "exists"), rows);
        }
        return rows.stream().allMatch(row -> row.get("exists").flag()) ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
