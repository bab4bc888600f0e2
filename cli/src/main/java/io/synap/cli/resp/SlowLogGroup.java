package io.synap.cli.resp;

import io.synap.cli.command.CommandGroup;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The log of slow commands. Confined to one run. */
@Command(
        name = "slowlog",
        description = "Commands of the Redis protocol that took long.",
        subcommands = {SlowLogGroup.Get.class, SlowLogGroup.Reset.class})
public final class SlowLogGroup extends CommandGroup {
    @Command(name = "get", description = "The slow commands, the latest first.")
    static final class Get extends RespCommand {
        @Option(names = "--limit", paramLabel = "N", description = "So many at most; 10 unless said.")
        private int limit = 10;

        @Override
        protected int run(Output output) {
            List<Value> rows = new ArrayList<>();
            for (Value each : call("SLOWLOG", "GET", Integer.toString(limit)).elements()) {
                rows.add(row(each.elements()));
            }
            output.rows(List.of("id", "at", "micros", "command", "client"), rows);
            return ExitCodes.OK;
        }

        private static Value row(List<Value> entry) {
            return new Fields()
                    .value("id", entry.get(0))
                    .text("at", Instant.ofEpochSecond(entry.get(1).integer()).toString())
                    .value("micros", entry.get(2))
                    .text(
                            "command",
                            entry.get(3).elements().stream().map(Value::text).collect(Collectors.joining(" ")))
                    .value("client", entry.size() > 4 ? entry.get(4) : Value.nothing())
                    .make();
        }
    }

    @Command(name = "reset", description = "Forget them.")
    static final class Reset extends RespCommand {
        @Override
        protected int run(Output output) {
            output.done(call("SLOWLOG", "RESET"), "OK");
            return ExitCodes.OK;
        }
    }
}
