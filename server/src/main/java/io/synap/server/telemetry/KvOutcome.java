package io.synap.server.telemetry;

import java.util.Locale;

/** The values of the label {@code status}. */
public enum KvOutcome {
    SUCCESS,
    /** It worked, and there was no such key. */
    MISS,
    ERROR;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
