package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets a key. Confined to one run. */
@Command(name = "set", description = "Set a key; exit code 1 when a condition kept it from being written.")
final class SetCommand extends KeyAndValueCommand {
    @Mixin
    private ExpiryOptions expiry = new ExpiryOptions();

    @Option(names = "--keep-ttl", description = "Keep the deadline that it has.")
    private boolean keepTtl;

    @Option(names = "--nx", description = "Only if there is no such key.")
    private boolean onlyIfAbsent;

    @Option(names = "--xx", description = "Only if there is such a key.")
    private boolean onlyIfPresent;

    @Option(
            names = "--if-version",
            paramLabel = "N",
            description = "Only if the key has this version; 0: if it is absent.")
    private Optional<Long> version = Optional.empty();

    @Option(names = "--get", description = "Print the value that it had.")
    private boolean old;

    @Override
    protected int run(Output output) {
        Arguments arguments = keyAndValue();
        expiry.addTo(arguments);
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
