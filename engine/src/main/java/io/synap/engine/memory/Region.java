package io.synap.engine.memory;

/** A range of memory of its own, outside the pool, for passing needs. Confined to its owner. */
public final class Region implements AutoCloseable {
    private final long address;
    private final long bytes;

    private Region(long address, long bytes) {
        this.address = address;
        this.bytes = bytes;
    }

    /** Maps at least so many bytes. */
    public static Region map(long bytes) {
        long whole = (bytes + PagePool.PAGE_BYTES - 1) & -PagePool.PAGE_BYTES;
        return new Region(NativeMemory.map(whole, PagePool.PAGE_BYTES), whole);
    }

    public long address() {
        return address;
    }

    /** How many bytes there are. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        NativeMemory.unmap(address, bytes);
    }
}
