package io.synap.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count that any thread may read. Changed only under its shard's lock, so it needs no atomic
 * addition; readers see some recent value.
 */
public final class Tally {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Tally.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    public long get() {
        return (long) VALUE.getOpaque(this);
    }

    public void add(long delta) {
        VALUE.setOpaque(this, value + delta);
    }

    public void reset() {
        VALUE.setOpaque(this, 0L);
    }
}
