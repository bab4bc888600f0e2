package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the values of several keys. Confined to one run. */
@Command(name = "mget", description = "Print the values of several keys; exit code 1 when one is absent.")
final class MGetCommand extends ClientCommand {
    @Parameters(arity = "1..*", paramLabel = "KEY")
    private List<String> keys = new ArrayList<>();

    @Override
    protected int run(Output output) {
        List<Value> values = ask("kv.mget", Arguments.none().texts("keys", keys))
                .get("values")
                .elements();
        List<Value> rows = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < values.size(); i++) {
            Value value = KeyAnswers.asText(values.get(i));
            found += value.isNull() ? 0 : 1;
            rows.add(new Fields().text("key", keys.get(i)).value("value", value).make());
        }
        output.rows(List.of("key", "value"), rows);
        return found == keys.size() ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
