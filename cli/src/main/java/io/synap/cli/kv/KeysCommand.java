package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.cli.output.PlainText;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists keys. Confined to one run. */
@Command(name = "keys", aliases = "scan", description = "List keys, one a line, in no order.")
final class KeysCommand extends ClientCommand {
    private static final int PAGE_KEYS = 1000;

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "A glob, such as user:*; all keys without one.")
    private String pattern = "*";

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that begin with it.")
    private Optional<String> prefix = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "So many at most; 0, as without it, is no limit.")
    private long limit;

    @Override
    protected int run(Output output) {
        long left = limit > 0 ? limit : Long.MAX_VALUE;
        Optional<String> cursor = Optional.empty();
        do {
            Arguments page = Arguments.none().text("pattern", pattern).integer("limit", Math.min(left, PAGE_KEYS));
            prefix.ifPresent(text -> page.text("prefix", text));
            cursor.ifPresent(at -> page.text("cursor", at));
            Value answer = ask("kv.scan", page);
            List<Value> keys = answer.get("keys").elements();
            keys.forEach(key -> output.event(key, PlainText.of(key)));
            output.flush();
            left -= keys.size();
            cursor = answer.get("cursor").textIfAny();
        } while (left > 0 && cursor.isPresent());
        return ExitCodes.OK;
    }
}
