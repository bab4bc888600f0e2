package io.synap.cli.kv;

import io.synap.cli.command.Durations;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.cli.output.PlainText;
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

    /** Nobody wants the milliseconds of minutes. */
    private static Duration rounded(long millis) {
        return millis < 10_000 ? Duration.ofMillis(millis) : Duration.ofSeconds((millis + 500) / 1000);
    }

    /** A stored value as the text that it is, also where it looks like JSON. */
    static Value asText(Value value) {
        return value instanceof Value.Octets || value.isNull() ? value : new Value.Text(PlainText.of(value));
    }

    /** How long a key still lives. */
    static int deadline(Output output, Value answer) {
        boolean exists = answer.get("exists").flag();
        Value millis = answer.get("ttl_ms");
        String words = millis.isNull() ? "never expires" : Durations.text(rounded(millis.integer()));
        output.value(answer, exists ? words : "no such key");
        return exists ? ExitCodes.OK : ExitCodes.NEGATIVE;
    }
}
