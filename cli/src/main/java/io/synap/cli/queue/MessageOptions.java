package io.synap.cli.queue;

import io.synap.cli.command.Given;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What can be said of a message beside its payload. Confined to one run. */
final class MessageOptions {
    @Option(names = "--priority", paramLabel = "0-9", description = "9 comes first.")
    private Optional<Long> priority = Optional.empty();

    @Option(names = "--delay", paramLabel = "TIME", description = "Nobody receives it before.")
    private Optional<Duration> delay = Optional.empty();

    @Option(names = "--ttl", paramLabel = "TIME", description = "Afterwards it is a dead letter.")
    private Optional<Duration> ttl = Optional.empty();

    @Option(names = "--max-deliveries", paramLabel = "N", description = "Then it is a dead letter.")
    private Optional<Long> maxDeliveries = Optional.empty();

    @Option(
            names = "--dedup-id",
            paramLabel = "ID",
            description = "Published once for each, within the queue's window.")
    private Optional<String> dedupId = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "Messages of one ordering key come in order.")
    private Optional<String> orderingKey = Optional.empty();

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Any number of times.")
    private Map<String, String> headers = new LinkedHashMap<>();

    void addTo(Given message) {
        message.number("priority", priority)
                .millis("delay_ms", delay)
                .millis("ttl_ms", ttl)
                .number("max_deliveries", maxDeliveries)
                .text("dedup_id", dedupId)
                .text("ordering_key", orderingKey)
                .texts("headers", headers);
    }
}
