package io.synap.cli.kv;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import picocli.CommandLine.Command;

/** Prints of what kind a key is. Confined to one run. */
@Command(name = "type", description = "Of what kind a key's value is.")
final class TypeCommand extends OneKeyCommand {
    @Override
    protected int run(Output output) {
        Value answer = ask("key.type", key());
        output.value(answer, answer.get("type").text());
        return answer.get("type").text().equals("none") ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }
}
