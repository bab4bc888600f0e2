package io.synap.engine.queue;

/** What befell a message. Thread-safe. Codes are part of the on-disk format: never reused. */
public enum MessageEvent {
    NACKED(1, "nacked"),
    LEASE_EXPIRED(2, "lease_expired"),
    REJECTED(3, "rejected"),
    /** Its time to live had passed. */
    EXPIRED(4, "expired"),
    /** The queue was full, and it was the oldest. */
    DROPPED(5, "dropped"),
    /** It was a dead letter and was published anew. */
    REDRIVEN(6, "redriven");

    private static final MessageEvent[] ALL = values();

    private final int code;
    private final String text;

    MessageEvent(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** What clients read. */
    public String text() {
        return text;
    }

    /** What stands for it on disk, from 1. */
    int code() {
        return code;
    }

    static MessageEvent ofCode(int code) {
        return ALL[code - 1];
    }
}
