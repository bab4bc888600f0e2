package io.synap.cli.kv;

import io.synap.cli.output.Output;
import io.synap.client.wire.Arguments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a key's value and changes when it expires. Confined to one run. */
@Command(name = "getex", description = "Print a key's value and change when it expires.")
final class GetExCommand extends OneKeyCommand {
    @Mixin
    private ExpiryOptions expiry = new ExpiryOptions();

    @Option(names = "--persist", description = "Never.")
    private boolean persist;

    @Mixin
    private ValueOptions printing = new ValueOptions();

    @Override
    protected int run(Output output) {
        if (persist == expiry.isSaid()) {
            throw misused("say when it expires: one of --ttl, --at and --persist");
        }
        Arguments arguments = key();
        expiry.addTo(arguments);
        if (persist) {
            arguments.flag("persist", true);
        }
        return printing.print(output, ask("kv.getex", arguments));
    }
}
