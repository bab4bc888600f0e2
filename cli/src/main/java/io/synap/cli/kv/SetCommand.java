package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.ValueArgument;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a key. Confined to one run. */
@Command(name = "set", description = "Set a key; exit code 1 when a condition kept it from being written.")
final class SetCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "KEY")
    private String key = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "Text; - reads standard input, @FILE a file.")
    private String value = "";

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long it lives, such as 500ms, 30s or 2d.")
    private Optional<Duration> ttl = Optional.empty();

    @Option(names = "--keep-ttl", description = "Keep the deadline that it has.")
    private boolean keepTtl;

    @Option(names = "--nx", description = "Only if there is no such key.")
    private boolean onlyIfAbsent;

    @Option(names = "--xx", description = "Only if there is such a key.")
    private boolean onlyIfPresent;

    @Option(names = "--if-version", paramLabel = "N", description = "Only if the key has this version; 0 is absent.")
    private Optional<Long> version = Optional.empty();

    @Option(names = "--get", description = "Print the value that it had.")
    private boolean old;

    @Option(names = "--base64", description = "VALUE is base64.")
    private boolean base64;

    @Override
    protected int run(Output output) {
        byte[] bytes = base64 ? ValueArgument.readBase64(value, here().in()) : valueOf(value);
        Arguments arguments = Arguments.none().text("key", key).bytes("value", bytes);
        ttl.ifPresent(time -> arguments.integer("ttl_ms", time.toMillis()));
        version.ifPresent(number -> arguments.integer("if_version", number));
        flag(arguments, "keep_ttl", keepTtl);
        flag(arguments, "nx", onlyIfAbsent);
        flag(arguments, "xx", onlyIfPresent);
        flag(arguments, "get", old);
        Value answer = ask("kv.set", arguments);
        boolean written = answer.get("written").flag();
        if (old && !output.isJson()) {
            output.result(answer.get("old_value"));
        } else {
            output.done(answer, written ? "OK, version " + answer.get("version").integer() : "not written");
        }
        return written ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }

    private static void flag(Arguments arguments, String name, boolean value) {
        if (value) {
            arguments.flag(name, true);
        }
    }
}
