package io.synap.cli.resp;

import io.synap.cli.command.CommandGroup;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Settings of a running server, under the names that Redis has for them. Confined to one run. */
@Command(
        name = "config",
        description = "Settings of a running server, under Redis' names.",
        subcommands = {ConfigGroup.Get.class, ConfigGroup.Set.class})
public final class ConfigGroup extends CommandGroup {
    @Command(name = "get", description = "Print settings; exit code 1 when none has such a name.")
    static final class Get extends RespCommand {
        @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "A glob, such as max*; all without one.")
        private String pattern = "*";

        @Override
        protected int run(Output output) {
            List<Value> flat = call("CONFIG", "GET", pattern).elements();
            List<Value> rows = new ArrayList<>();
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                rows.add(new Fields()
                        .value("name", flat.get(i))
                        .value("value", flat.get(i + 1))
                        .make());
            }
            output.rows(List.of("name", "value"), rows);
            return rows.isEmpty() ? ExitCodes.NEGATIVE : ExitCodes.OK;
        }
    }

    @Command(name = "set", description = "Change a setting until the server stops.")
    static final class Set extends RespCommand {
        @Parameters(index = "0", paramLabel = "NAME")
        private String name = "";

        @Parameters(index = "1", paramLabel = "VALUE")
        private String value = "";

        @Override
        protected int run(Output output) {
            output.done(call("CONFIG", "SET", name, value), "OK");
            return ExitCodes.OK;
        }
    }
}
