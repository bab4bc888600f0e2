package io.synap.server.lifecycle;

import io.synap.server.command.CommandCatalogue;
import io.synap.server.telemetry.NamedFamily;
import org.jspecify.annotations.Nullable;

/**
 * As what a command is counted that is about queues, rooms, topics or groups: relatives share an operation.
 * Thread-safe, immutable.
 *
 * @param operation its number in the family
 */
record NamedLabels(NamedFamily family, int operation) {
    private static final @Nullable NamedLabels[] BY_INDEX =
            CommandCatalogue.ALL.stream().map(spec -> of(spec.name())).toArray(NamedLabels[]::new);

    /** Null when the command is about none of them. */
    static @Nullable NamedLabels of(int catalogueIndex) {
        return BY_INDEX[catalogueIndex];
    }

    /** As {@link #of(int)}, by the name that the envelope has for it. */
    static @Nullable NamedLabels of(String command) {
        int dot = command.indexOf('.');
        String verb = command.substring(dot + 1);
        return switch (command.substring(0, Math.max(0, dot))) {
            case "queue" -> of(NamedFamily.QUEUE, ofQueue(verb));
            case "stream" -> of(NamedFamily.STREAM, ofStream(verb));
            case "topic" -> of(NamedFamily.TOPIC, verb);
            case "group" -> of(NamedFamily.GROUP, verb.equals("offsets") ? "offset" : verb);
            default -> null;
        };
    }

    private static NamedLabels of(NamedFamily family, String operation) {
        return new NamedLabels(family, family.operation(operation));
    }

    private static String ofQueue(String verb) {
        return switch (verb) {
            case "mpublish" -> "publish";
            case "consume" -> "receive";
            case "remove" -> "purge";
            default -> verb;
        };
    }

    private static String ofStream(String verb) {
        return switch (verb) {
            case "get_or_create" -> "create";
            case "xadd" -> "publish";
            case "xread", "xrange", "xrevrange", "get" -> "consume";
            case "xlen" -> "length";
            case "xdel" -> "remove";
            case "xtrim" -> "trim";
            case "xinfo" -> "stats";
            case "correlated", "descendants" -> "search";
            case "xgroup", "groups", "group_create", "group_delete" -> "group";
            case "xreadgroup" -> "receive";
            case "xclaim", "xautoclaim" -> "claim";
            case "xpending" -> "pending";
            case "xack" -> "ack";
            case "unsubscribe" -> "subscribe";
            default -> verb;
        };
    }
}
