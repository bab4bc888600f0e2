package io.synap.cli.queue;

import io.synap.cli.command.Given;
import io.synap.cli.output.PlainText;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How messages are received and shown. Confined to one run. */
final class ReceiveOptions {
    @Option(names = "--consumer", paramLabel = "NAME", description = "Who receives; 'cli' unless said.")
    private String consumer = "cli";

    @Option(names = "--lease", paramLabel = "TIME", description = "How long a receiver has; else as the queue says.")
    private Optional<Duration> lease = Optional.empty();

    @Option(names = "--raw", description = "Payloads alone, as they are, a line each.")
    private boolean raw;

    boolean isRaw() {
        return raw;
    }

    Given addTo(Given given, long max, Duration wait) {
        given.text("consumer", consumer).number("max", max).millis("lease_ms", lease);
        return wait.isZero() ? given : given.number("wait_ms", wait.toMillis());
    }

    /** A message on a line: receipt, what is unusual about it, payload. */
    static String words(Value message) {
        StringBuilder words = new StringBuilder(message.get("receipt").text());
        if (message.get("delivery_count").integer() > 1) {
            words.append("  delivery ").append(message.get("delivery_count").integer());
        }
        message.get("headers")
                .members()
                .forEach((name, value) ->
                        words.append("  ").append(name).append('=').append(value.text()));
        return words.append("  ").append(payload(message)).toString();
    }

    private static String payload(Value message) {
        return PlainText.of(message.get("payload"));
    }
}
