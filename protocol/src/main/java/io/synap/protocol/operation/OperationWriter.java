package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import java.lang.ref.Reference;

/**
 * Writes operations whose value is a body of several fields. Confined to its owner, which reuses it;
 * what {@link #end} returns is valid until the next {@link #begin}.
 *
 * <p>Numbers are little-endian; bytes are a u32 length, then the bytes. {@link BodyReader} reads them.
 */
public final class OperationWriter {
    private static final int KEPT_BYTES_MAX = 1 << 20;

    private final NativeBuffer buffer = new NativeBuffer(4 * 1024);
    private long base;
    private long used;
    private long body;

    /** Begins an operation about a name in native memory. */
    public OperationWriter begin(byte type, int flags, long name, int nameLength, long deadline, long argument) {
        buffer.shrinkTo(KEPT_BYTES_MAX);
        used = 0;
        long target = reserve(EncodedOperation.PREFIX_BYTES_MAX + (long) nameLength);
        long at = EncodedOperation.putPrefix(target, type, flags, nameLength, 0, deadline, argument);
        Memory.copy(name, at, nameLength);
        used = at + nameLength - target;
        body = used;
        return this;
    }

    /** Begins an operation without flags about a name in native memory. */
    public OperationWriter begin(byte type, long name, int nameLength) {
        return begin(type, 0, name, nameLength, 0, 0);
    }

    /** Begins an operation without flags. */
    public OperationWriter begin(byte type, Bytes name) {
        begin(type, 0, 0, 0, 0, 0);
        // The name's length was not known to the prefix: written anew, in place.
        long target = reserve((long) name.length());
        EncodedOperation.putPrefix(base, type, 0, name.length(), 0, 0, 0);
        name.copyTo(target);
        used += name.length();
        body = used;
        return this;
    }

    public OperationWriter putByte(int value) {
        Memory.putByte(reserve(1), (byte) value);
        used++;
        return this;
    }

    public OperationWriter putInt(int value) {
        Memory.putInt(reserve(4), value);
        used += 4;
        return this;
    }

    public OperationWriter putLong(long value) {
        Memory.putLong(reserve(8), value);
        used += 8;
        return this;
    }

    public OperationWriter putBytes(long address, int length) {
        long target = reserve(4L + length);
        Memory.putInt(target, length);
        Memory.copy(address, target + 4, length);
        used += 4L + length;
        return this;
    }

    /** As it is, without its length. */
    public OperationWriter putRaw(long address, int length) {
        Memory.copy(address, reserve(length), length);
        used += length;
        return this;
    }

    /** The head of an event's field, see {@link EventFields}; the value follows with {@link #putRaw}. */
    public OperationWriter putFieldHead(int code, long name, int nameLength, int valueLength) {
        long target = reserve((long) EventFields.FIELD_OVERHEAD_BYTES_MAX + nameLength);
        used += EventFields.putHead(target, code, name, nameLength, valueLength) - target;
        return this;
    }

    public OperationWriter putBytes(Bytes bytes) {
        long target = reserve(4L + bytes.length());
        Memory.putInt(target, bytes.length());
        bytes.copyTo(target + 4);
        used += 4L + bytes.length();
        return this;
    }

    /** Bytes of at most 65,535, with a u16 length. */
    public OperationWriter putShortBytes(long address, int length) {
        long target = reserve(2L + length);
        Memory.putShort(target, (short) length);
        Memory.copy(address, target + 2, length);
        used += 2L + length;
        return this;
    }

    /** Bytes of at most 65,535, with a u16 length. */
    public OperationWriter putShortBytes(Bytes bytes) {
        long target = reserve(2L + bytes.length());
        Memory.putShort(target, (short) bytes.length());
        bytes.copyTo(target + 2);
        used += 2L + bytes.length();
        return this;
    }

    /** Where the body stands, for {@link #patchInt}. */
    public long mark() {
        return used;
    }

    /** Overwrites an int that was put at a mark. */
    public void patchInt(long mark, int value) {
        Memory.putInt(base + mark, value);
    }

    /** The body's length so far, in bytes. */
    public long bodyBytes() {
        return used - body;
    }

    /** Ends the operation and returns its address. */
    public long end() {
        Memory.putInt(base + 8, (int) (used - body));
        return base;
    }

    /** The length of the whole operation, once it is ended, in bytes. */
    public int length() {
        return (int) used;
    }

    /** Copies the operation that was ended to another place; returns its length in bytes. */
    int copyTo(long target) {
        try {
            Memory.copy(base, target, used);
            return length();
        } finally {
            // The buffer's memory lives as long as the writer is reachable.
            Reference.reachabilityFence(this);
        }
    }

    private long reserve(long bytes) {
        base = buffer.ensure(used + bytes, used);
        return base + used;
    }
}
