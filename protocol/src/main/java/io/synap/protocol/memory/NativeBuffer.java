package io.synap.protocol.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A growable piece of native memory, for scratch. Confined to its owner. Growing moves the content, so
 * addresses are asked for again after every {@link #ensure}; the memory is freed when the buffer is
 * collected or shrinks.
 */
public final class NativeBuffer {
    private static final int BYTES_MIN = 256;
    private MemorySegment segment;

    public NativeBuffer(int initialBytes) {
        segment = allocate(Math.max(BYTES_MIN, initialBytes));
    }

    public long address() {
        return segment.address();
    }

    public long capacity() {
        return segment.byteSize();
    }

    /** Makes room for that many bytes in all, keeping the first {@code keep}, and returns the address. */
    public long ensure(long bytes, long keep) {
        if (bytes > segment.byteSize()) {
            MemorySegment larger = allocate(Math.max(bytes, segment.byteSize() * 2));
            MemorySegment.copy(segment, 0, larger, 0, keep);
            segment = larger;
        }
        return segment.address();
    }

    /** Gives memory back when a large request had made the buffer grow beyond this bound. */
    public void shrinkTo(int bytes) {
        if (segment.byteSize() > bytes) {
            segment = allocate(Math.max(BYTES_MIN, bytes));
        }
    }

    private static MemorySegment allocate(long bytes) {
        return Arena.ofAuto().allocate(bytes, 8);
    }
}
