package io.synap.cli.kv;

import io.synap.cli.command.Durations;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Duration;

/** What several commands on keys answer. Stateless. */
final class KeyAnswers {
    private KeyAnswers() {}

    /** Whether there was something to change. */
    static int changed(Output output, Value answer) {
        boolean changed = answer.get("result").flag();
        output.done(answer, changed ? "OK" : "unchanged");
        return changed ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }

    /** How long a key still lives. */
    static int deadline(Output output, Value answer) {
        boolean exists = answer.get("exists").flag();
        Value millis = answer.get("ttl_ms");
        String words = millis.isNull() ? "never expires" : Durations.text(Duration.ofMillis(millis.integer()));
        output.value(answer, exists ? words : "no such key");
        return exists ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
