package io.synap.cli.group;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Lists exclusive groups. Confined to one run. */
@Command(name = "list", description = "List the names of all exclusive groups.")
final class ListCommand extends ClientCommand {
    @Override
    protected int run(Output output) {
        List<Value> names = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Value page = ask("group.list", new Given().text("cursor", cursor).make());
            names.addAll(page.get("groups").elements());
            cursor = page.get("cursor").textIfAny();
        } while (cursor.isPresent());
        output.result(new Value.Sequence(names));
        return ExitCodes.OK;
    }
}
