package io.synap.engine.queue;

/** What a queue counts from its creation on. Thread-safe. Indexes are part of the on-disk format. */
public enum QueueCounter {
    PUBLISHED(0),
    /** Publishes of an id that was still remembered. */
    DEDUPLICATED(1),
    /** Hand-outs, repeated ones too. */
    DELIVERED(2),
    ACKED(3),
    NACKED(4),
    REJECTED(5),
    /** Leases that ended without an answer. */
    LEASES_EXPIRED(6),
    /** Messages whose time to live passed. */
    EXPIRED(7),
    DEAD_LETTERED(8),
    REDRIVEN(9),
    /** Dead letters that were given up: too many, or too old. */
    DEAD_LETTERS_DROPPED(10),
    REMOVED(11),
    PURGED(12);

    static final int COUNT = 13;

    private final int index;

    QueueCounter(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }
}
