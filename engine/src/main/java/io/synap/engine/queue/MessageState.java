package io.synap.engine.queue;

/** Where a message stands. Thread-safe. Codes are part of the on-disk format. */
public enum MessageState {
    /** It can be received. */
    READY(0),
    /** It can be received when its delay has passed. */
    DELAYED(1),
    /** It waits until an older message with its ordering key is done with. */
    WAITING(2),
    /** A consumer has it. */
    LEASED(3),
    /** It is a dead letter. */
    DEAD(4);

    private static final MessageState[] ALL = values();

    static final int COUNT = 5;

    private final int code;

    MessageState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static MessageState ofCode(int code) {
        return ALL[code];
    }
}
