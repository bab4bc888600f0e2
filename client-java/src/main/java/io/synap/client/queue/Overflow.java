package io.synap.client.queue;

/** What happens when a queue is as long as it may be. */
public enum Overflow {
    /** What is new is refused with QUEUE_FULL. */
    REJECT("reject"),
    /** The oldest become dead letters. */
    DROP_OLDEST("drop_oldest");

    private final String text;

    Overflow(String text) {
        this.text = text;
    }

    /** As it travels. */
    String text() {
        return text;
    }

    static Overflow ofText(String text) {
        return text.equals(DROP_OLDEST.text) ? DROP_OLDEST : REJECT;
    }
}
