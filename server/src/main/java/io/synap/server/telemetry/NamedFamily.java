package io.synap.server.telemetry;

import java.util.List;

/** What has a name and operations that are counted by it; each is a family of metrics. */
public enum NamedFamily {
    QUEUE(
            "queue", "queue", "queues", "create", "publish", "receive", "ack", "nack", "reject", "extend", "purge",
            "delete", "redrive"),
    STREAM(
            "stream",
            "room",
            "rooms",
            "create",
            "publish",
            "consume",
            "length",
            "remove",
            "trim",
            "delete",
            "stats",
            "list",
            "search",
            "group",
            "receive",
            "claim",
            "pending",
            "ack",
            "nack",
            "reject",
            "extend",
            "redrive",
            "subscribe"),
    TOPIC("topic", "topic", "topics", "create", "publish", "consume", "delete", "stats", "list"),
    GROUP(
            "consumer_group",
            "group",
            "exclusive consumer groups",
            "create",
            "delete",
            "join",
            "leave",
            "heartbeat",
            "assignment",
            "commit",
            "offset",
            "reset",
            "stats",
            "list");

    /** The label of every operation that has none of its own. */
    private static final String OTHER = "other";

    private final String prefix;
    private final String label;
    private final String plural;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that nobody changes.
    private final List<String> operations;

    NamedFamily(String prefix, String label, String plural, String... operations) {
        this.prefix = prefix;
        this.label = label;
        this.plural = plural;
        this.operations = List.of(operations);
    }

    /** The number of the operation with this label; what is not known shares the last number. */
    public int operation(String operation) {
        int known = operations.indexOf(operation);
        return known < 0 ? operations.size() : known;
    }

    int operationCount() {
        return operations.size() + 1;
    }

    /** The value of the label {@code operation}. */
    String operation(int number) {
        return number < operations.size() ? operations.get(number) : OTHER;
    }

    /** What the names of its metrics begin with. */
    String prefix() {
        return prefix;
    }

    /** The label that has the name. */
    String label() {
        return label;
    }

    String plural() {
        return plural;
    }
}
