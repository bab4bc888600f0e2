package io.synap.engine.memory;

/**
 * The operating system gave no memory. Whether a write fits was decided before it was logged, so the
 * state can neither refuse nor half apply it: whoever catches this stops the node.
 */
public final class OutOfOffHeapMemoryError extends Error {
    private static final long serialVersionUID = 1L;

    OutOfOffHeapMemoryError(long bytes) {
        super("cannot map " + bytes + " bytes of memory from the operating system");
    }
}
