package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Prints how much memory a key takes. Confined to one run. */
@Command(name = "memory", description = "How many bytes of memory a key takes.")
final class MemoryCommand extends OneKeyCommand {
    @Override
    protected int run(Output output) {
        Value answer = ask("memory.usage", key());
        output.value(answer, Long.toString(answer.get("bytes").integer()));
        return answer.get("bytes").integer() == 0 ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }
}
