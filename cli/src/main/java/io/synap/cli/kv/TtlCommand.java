package io.synap.cli.kv;

import io.synap.cli.output.Output;
import picocli.CommandLine.Command;

/** Prints how long a key lives. Confined to one run. */
@Command(name = "ttl", description = "How long a key still lives; exit code 1 when there is no such key.")
final class TtlCommand extends OneKeyCommand {
    @Override
    protected int run(Output output) {
        return KeyAnswers.deadline(output, ask("kv.ttl", key()));
    }
}
