package io.synap.server.telemetry;

import java.util.Locale;

/** The values of the label {@code status} of queues. */
public enum QueueOutcome {
    SUCCESS,
    /** It worked, and there was nothing to receive. */
    EMPTY,
    ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }
}
