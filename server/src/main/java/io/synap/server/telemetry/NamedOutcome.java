package io.synap.server.telemetry;

import java.util.Locale;

/** The values of the label {@code status} of what is counted by name. */
public enum NamedOutcome {
    SUCCESS,
    /** It worked, and there was nothing to receive or to read. */
    EMPTY,
    ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }
}
