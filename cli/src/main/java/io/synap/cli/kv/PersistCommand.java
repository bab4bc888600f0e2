package io.synap.cli.kv;

import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Takes a key's deadline away. Confined to one run. */
@Command(name = "persist", description = "Let a key never expire; exit code 1 when it had no deadline.")
final class PersistCommand extends OneKeyCommand {
    @Override
    protected int run(Output output) {
        return KeyAnswers.changed(output, ask("kv.persist", key()));
    }
}
