package io.synap.client.queue;

/** Which messages a purge removes. */
public enum PurgeScope {
    /** What waits, now or later. */
    READY("ready"),
    /** That and what is leased. */
    ALL("all"),
    /** The dead letters alone. */
    DEAD("dead");

    private final String text;

    PurgeScope(String text) {
        this.text = text;
    }

    /** As it travels. */
    String text() {
        return text;
    }
}
