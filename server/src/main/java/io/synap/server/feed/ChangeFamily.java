package io.synap.server.feed;

import java.util.Locale;

/** What a change is about. */
public enum ChangeFamily {
    KV,
    QUEUE,
    STREAM,
    TOPIC,
    SYSTEM;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name that users know. */
    public String text() {
        return text;
    }
}
