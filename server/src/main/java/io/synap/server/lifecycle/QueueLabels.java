package io.synap.server.lifecycle;

import io.synap.server.command.CommandCatalogue;
import io.synap.server.command.CommandSpec;
import io.synap.server.command.Family;
import io.synap.server.telemetry.QueueAction;
import org.jspecify.annotations.Nullable;

/** Which operation on queues a command is counted as. Thread-safe, immutable. */
final class QueueLabels {
    private static final String PREFIX = "queue.";
    private static final @Nullable QueueAction[] BY_INDEX =
            CommandCatalogue.ALL.stream().map(QueueLabels::actionOf).toArray(QueueAction[]::new);

    private QueueLabels() {}

    /** Null when the command is not about queues. */
    static @Nullable QueueAction of(int catalogueIndex) {
        return BY_INDEX[catalogueIndex];
    }

    /** As {@link #of(int)}, by the name that the envelope has for it. */
    static @Nullable QueueAction of(String command) {
        return command.startsWith(PREFIX) ? ofVerb(command.substring(PREFIX.length())) : null;
    }

    private static @Nullable QueueAction actionOf(CommandSpec spec) {
        return spec.family() == Family.QUEUE ? of(spec.name()) : null;
    }

    private static QueueAction ofVerb(String verb) {
        return switch (verb) {
            case "create" -> QueueAction.CREATE;
            case "publish", "mpublish" -> QueueAction.PUBLISH;
            case "receive", "consume" -> QueueAction.RECEIVE;
            case "ack" -> QueueAction.ACK;
            case "nack" -> QueueAction.NACK;
            case "reject" -> QueueAction.REJECT;
            case "extend" -> QueueAction.EXTEND;
            case "purge", "remove" -> QueueAction.PURGE;
            case "delete" -> QueueAction.DELETE;
            case "redrive" -> QueueAction.REDRIVE;
            default -> QueueAction.OTHER;
        };
    }
}
