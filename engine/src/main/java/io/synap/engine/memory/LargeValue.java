package io.synap.engine.memory;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A large value, held by a reader. Thread-safe; it stays as it is whatever happens to its key, until it
 * is closed. The engine must be closed after it.
 */
public final class LargeValue implements AutoCloseable {
    private final LargeValues owner;
    private final long value;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Holds on to a value; to be made under its shard's lock. */
    public LargeValue(LargeValues owner, long value) {
        this.owner = owner;
        this.value = value;
        owner.retain(value);
    }

    /** In bytes. */
    public int length() {
        return LargeValues.length(value);
    }

    /** Copies a part. */
    public void copy(int from, int length, long target) {
        LargeValues.copy(value, from, length, target);
    }

    /** Lets go; a second time does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            owner.release(value);
        }
    }
}
