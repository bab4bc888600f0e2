package io.synap.server.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A row of counts. Read by anyone; written either by one thread with {@link #addOwned}, which is a
 * plain add, or by any with {@link #addShared}, but not both ways.
 */
final class Cells {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells;

    Cells(int count) {
        this.cells = new long[count];
    }

    /** Adds without an atomic instruction. An opaque write is seen whole, and eventually. */
    void addOwned(int index, long amount) {
        CELL.setOpaque(cells, index, cells[index] + amount);
    }

    void addShared(int index, long amount) {
        CELL.getAndAdd(cells, index, amount);
    }

    long get(int index) {
        return (long) CELL.getOpaque(cells, index);
    }
}
