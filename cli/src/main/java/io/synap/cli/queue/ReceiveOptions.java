package io.synap.cli.queue;

import io.synap.cli.command.Given;
import io.synap.cli.output.EventText;
import io.synap.cli.output.Output;
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
    static String words(Output output, Value message) {
        EventText line =
                new EventText(output.style()).time(message.get("published_ms")).name(message.get("receipt"));
        if (message.get("delivery_count").integer() > 1) {
            line.detail("delivery", message.get("delivery_count"));
        }
        message.get("headers").members().forEach(line::detail);
        return line.content(message.get("payload")).toString();
    }
}
