package io.synap.cli.event;

import io.synap.cli.command.Given;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What can be said of an event beside its data. Confined to one run. */
public final class EventOptions {
    @Option(
            names = {"-e", "--event"},
            paramLabel = "TYPE",
            description = "What kind of event it is.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "What it is about: for compaction, and partitions.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Any number of times.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(names = "--correlation-id", paramLabel = "ID", description = "The chain of events that it belongs to.")
    private Optional<String> correlation = Optional.empty();

    @Option(names = "--causation-id", paramLabel = "ID", description = "The id of the event that caused it.")
    private Optional<String> causation = Optional.empty();

    @Option(names = "--user-id", paramLabel = "ID", description = "For whom it happened.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--source", paramLabel = "NAME", description = "Who says so.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--meta",
            paramLabel = "NAME=VALUE",
            description = "Other metadata: request_id, version, aggregate_id, aggregate_type.")
    private Map<String, String> others = new LinkedHashMap<>();

    public Given addTo(Given event) {
        event.text("event", type)
                .text("key", key)
                .texts("headers", headers)
                .text("correlation_id", correlation)
                .text("causation_id", causation)
                .text("user_id", user)
                .text("source", source);
        others.forEach(event::text);
        return event;
    }
}
