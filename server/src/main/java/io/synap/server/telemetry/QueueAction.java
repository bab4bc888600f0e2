package io.synap.server.telemetry;

import java.util.Locale;

/** The values of the label {@code operation} of queues. What has no constant is counted as {@link #OTHER}. */
public enum QueueAction {
    CREATE,
    PUBLISH,
    RECEIVE,
    ACK,
    NACK,
    REJECT,
    EXTEND,
    PURGE,
    DELETE,
    REDRIVE,
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }
}
