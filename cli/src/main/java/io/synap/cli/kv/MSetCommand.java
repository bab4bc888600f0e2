package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets several keys at once. Confined to one run. */
@Command(name = "mset", description = "Set several keys as one operation.")
final class MSetCommand extends ClientCommand {
    @Parameters(arity = "1..*", paramLabel = "KEY=VALUE", description = "VALUE as for set: text, - or @FILE.")
    private Map<String, String> pairs = new LinkedHashMap<>();

    @Option(names = "--nx", description = "Only if none of the keys is there.")
    private boolean onlyIfAbsent;

    @Override
    protected int run(Output output) {
        List<Arguments> all = new ArrayList<>();
        pairs.forEach((key, value) -> all.add(Arguments.none().text("key", key).bytes("value", valueOf(value))));
        Value answer =
                ask(onlyIfAbsent ? "kv.msetnx" : "kv.mset", Arguments.none().objects("pairs", all));
        boolean written = answer.get("success").flag();
        output.done(answer, written ? "OK, " + all.size() + " keys" : "not written");
        return written ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
