package io.synap.server.notify;

/** One event of one key, on its way to be published. Immutable once it is offered; the key is its own copy. */
final class Notice {
    /** What it takes beside the key, about. */
    private static final int OVERHEAD_BYTES = 96;

    private final KeyEvent event;
    private final byte[] key;
    private final int classes;
    private long position;

    Notice(KeyEvent event, byte[] key, int classes) {
        this.event = event;
        this.key = key;
        this.classes = classes;
    }

    KeyEvent event() {
        return event;
    }

    /** Not to be changed. */
    byte[] key() {
        return key;
    }

    /** Whether a channel was wanted when it happened, by its bit of {@link EventClasses}. */
    boolean isFor(int channel) {
        return (classes & channel) != 0;
    }

    /** The log position that must be synced before anybody may know; 0 when that is at once. */
    long position() {
        return position;
    }

    void position(long mustBeSynced) {
        position = mustBeSynced;
    }

    int size() {
        return OVERHEAD_BYTES + key.length;
    }
}
