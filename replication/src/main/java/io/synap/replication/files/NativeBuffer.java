package io.synap.replication.files;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A growing range of native memory, zero at first. Confined to one thread at a time. */
public final class NativeBuffer implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    private Arena arena;
    private MemorySegment memory;
    private Checksum checksum;

    public NativeBuffer(long bytes) {
        arena = Arena.ofShared();
        memory = arena.allocate(bytes, ALIGNMENT);
        checksum = new Checksum(memory.address(), bytes);
    }

    public long address() {
        return memory.address();
    }

    public long bytes() {
        return memory.byteSize();
    }

    /** A checksum whose window is this memory, until it grows. */
    public Checksum checksum() {
        return checksum;
    }

    /** Makes room for that many bytes, keeping the first ones; the address may change. */
    public void grow(long bytes, long keep) {
        if (bytes <= memory.byteSize()) {
            return;
        }
        Arena larger = Arena.ofShared();
        MemorySegment target = larger.allocate(bytes, ALIGNMENT);
        MemorySegment.copy(memory, 0, target, 0, keep);
        arena.close();
        arena = larger;
        memory = target;
        checksum = new Checksum(target.address(), bytes);
    }

    @Override
    public void close() {
        arena.close();
    }
}
