package io.synap.server.pubsub;

import java.util.Locale;

/** Why a message did not reach a subscriber. */
public enum DropReason {
    /** Too much waited to be handed over to the subscriber's event loop. */
    LOOP_BACKLOG,
    /** The subscriber's own buffer was full, and its policy is to drop the oldest. */
    SUBSCRIBER_BUFFER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As metrics show it. */
    public String label() {
        return label;
    }
}
