package io.synap.server.command;

import java.util.Locale;

/** A property of a command, in the words of Redis' COMMAND. */
public enum CommandFlag {
    WRITE,
    READONLY,
    /** Refused when memory is full. */
    DENYOOM,
    ADMIN,
    /** Of publish and subscribe. */
    PUBSUB,
    FAST,
    NOSCRIPT,
    LOADING,
    STALE,
    NO_AUTH,
    BLOCKING;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As COMMAND says it. */
    public String text() {
        return text;
    }
}
