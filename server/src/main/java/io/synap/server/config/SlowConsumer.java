package io.synap.server.config;

import java.util.Locale;

/** What becomes of a subscriber that does not keep up. */
public enum SlowConsumer {
    /** It is disconnected, so that it knows. */
    DISCONNECT,
    /** Its oldest messages are dropped, and it is told that there is a gap. */
    DROP_OLDEST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
