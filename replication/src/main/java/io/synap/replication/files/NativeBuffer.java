package io.synap.replication.files;

import io.synap.protocol.memory.Memory;

/** A growing range of native memory, zero at first. Confined to one thread at a time. */
public final class NativeBuffer implements AutoCloseable {
    private long address;
    private long bytes;
    private Checksum checksum;

    public NativeBuffer(long bytes) {
        this.address = NativeHeap.allocate(bytes);
        this.bytes = bytes;
        this.checksum = new Checksum(address, bytes);
    }

    public long address() {
        return address;
    }

    public long bytes() {
        return bytes;
    }

    /** A checksum whose window is this memory, until it grows. */
    public Checksum checksum() {
        return checksum;
    }

    /** Makes room for that many bytes, keeping the first ones; the address may change. */
    public void grow(long wanted, long keep) {
        if (wanted <= bytes) {
            return;
        }
        long larger = NativeHeap.allocate(wanted);
        Memory.copy(address, larger, keep);
        NativeHeap.free(address);
        address = larger;
        bytes = wanted;
        checksum = new Checksum(larger, wanted);
    }

    /** Frees the memory; closing again does nothing. */
    @Override
    public void close() {
        if (bytes != 0) {
            NativeHeap.free(address);
            bytes = 0;
        }
    }
}
