package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;

/**
 * Reads the body of an operation, field by field, as {@link OperationWriter} wrote it. Confined to its
 * owner, which reuses it.
 *
 * <p>It never reads beyond the body: what is cut off is an {@link IllegalStateException}, since bodies
 * come from our own edges, logs and images, which check what they take.
 */
public final class BodyReader {
    private long at;
    private long end;
    private int bytesLength;

    /** Begins with an operation's value. */
    public BodyReader of(long operation) {
        return of(EncodedOperation.value(operation), EncodedOperation.valueLength(operation));
    }

    public BodyReader of(long address, long length) {
        at = address;
        end = address + length;
        return this;
    }

    /** Whether there is more. */
    public boolean hasMore() {
        return at < end;
    }

    /** Where the next field begins. */
    public long position() {
        return at;
    }

    public int getByte() {
        return Memory.getUnsignedByte(advance(1));
    }

    public int getInt() {
        return Memory.getInt(advance(4));
    }

    public long getLong() {
        return Memory.getLong(advance(8));
    }

    /** The address of the next bytes, of {@link #bytesLength}. */
    public long bytes() {
        int length = getInt();
        if (length < 0) {
            throw new IllegalStateException("a body has bytes of length " + length);
        }
        bytesLength = length;
        return advance(length);
    }

    /** The address of the next bytes whose length is a u16, of {@link #bytesLength}. */
    public long shortBytes() {
        bytesLength = Memory.getUnsignedShort(advance(2));
        return advance(bytesLength);
    }

    /** The length of what {@link #bytes} or {@link #shortBytes} returned last. */
    public int bytesLength() {
        return bytesLength;
    }

    /** The next bytes as a copy. */
    public byte[] array() {
        long address = bytes();
        return Memory.toArray(address, bytesLength);
    }

    /** Passes over so many bytes. */
    public void skip(long bytes) {
        var _ = advance(bytes);
    }

    private long advance(long bytes) {
        if (bytes > end - at) {
            throw new IllegalStateException("a body is cut off");
        }
        long from = at;
        at += bytes;
        return from;
    }
}
