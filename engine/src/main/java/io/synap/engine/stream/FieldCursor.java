package io.synap.engine.stream;

import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.LargeValues;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.EventFields;
import org.jspecify.annotations.Nullable;

/**
 * Walks over an event's fields without an allocation. Confined to its owner, which reuses it; what it
 * points at is valid as long as the event is.
 *
 * <p>A large event's name or value need not be in one piece; then it has no address and is copied. Its
 * position within the fields is also where a {@link io.synap.engine.memory.LargeValue} has it.
 */
public final class FieldCursor {
    private static final int PIECE_BYTES = 1 << 16;
    /** Values are hashed in parts of so many bytes, as one may cross from a piece into the next. */
    private static final int HASHED_BYTES = 256;

    /** Where the fields are, or 0 when they are in pieces. */
    private long fields;

    private long pieces;
    private int end;
    private int next;
    private int code;
    private int nameAt;
    private int nameLength;
    private int valueAt;
    private int valueLength;
    private @Nullable NativeBuffer scratch;

    /** Begins before the first field. */
    public FieldCursor of(long event) {
        boolean large = Event.isLarge(event);
        fields = large ? 0 : Event.fields(event);
        pieces = large ? Event.pieces(event) : 0;
        end = Event.fieldsLength(event);
        next = 0;
        return this;
    }

    /** Begins before the first of fields as an operation holds them. */
    public FieldCursor of(long address, int length) {
        fields = address;
        pieces = 0;
        end = length;
        next = 0;
        return this;
    }

    /** Goes to the next field; false when there is none. */
    public boolean next() {
        if (next >= end) {
            return false;
        }
        code = fields != 0
                ? Memory.getUnsignedByte(fields + next)
                : Memory.getUnsignedByte(LargeValues.address(pieces, next));
        int at = next + 1;
        nameLength = EventFields.nameLength(code);
        if (code == 0) {
            nameLength = varint(at);
            at += EventFields.varintBytes(nameLength);
            nameAt = at;
            at += nameLength;
        }
        valueLength = varint(at);
        valueAt = at + EventFields.varintBytes(valueLength);
        next = valueAt + valueLength;
        return true;
    }

    /** Goes to the first field with a well-known name, from the present one on; false when there is none. */
    public boolean seek(int wanted) {
        while (next()) {
            if (code == wanted) {
                return true;
            }
        }
        return false;
    }

    /** The code of a well-known name, see {@link EventFields}; else 0. */
    public int code() {
        return code;
    }

    public int nameLength() {
        return nameLength;
    }

    /** Where the name is; 0 when it is not in one piece. */
    public long nameAddress() {
        return code != 0 ? EventFields.nameAddress(code) : address(nameAt, nameLength);
    }

    public void copyName(long target) {
        if (code != 0) {
            Memory.copy(EventFields.nameAddress(code), target, nameLength);
        } else {
            copy(nameAt, nameLength, target);
        }
    }

    public int valueLength() {
        return valueLength;
    }

    /** Where the value is; 0 when it is not in one piece. */
    public long valueAddress() {
        return address(valueAt, valueLength);
    }

    /** The value's position within the fields. */
    public int valuePosition() {
        return valueAt;
    }

    /** Copies a part of the value. */
    public void copyValue(int from, int length, long target) {
        copy(valueAt + from, length, target);
    }

    boolean valueIs(long address, int length) {
        if (valueLength != length) {
            return false;
        }
        if (fields != 0) {
            return Memory.same(fields + valueAt, address, length);
        }
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, PIECE_BYTES - ((valueAt + done) & (PIECE_BYTES - 1)));
            if (!Memory.same(LargeValues.address(pieces, valueAt + done), address + done, part)) {
                return false;
            }
            done += part;
        }
        return true;
    }

    boolean sameValue(FieldCursor other) {
        if (valueLength != other.valueLength) {
            return false;
        }
        int done = 0;
        while (done < valueLength) {
            int part = Math.min(HASHED_BYTES, valueLength - done);
            if (!Memory.same(contiguous(valueAt + done, part), other.contiguous(other.valueAt + done, part), part)) {
                return false;
            }
            done += part;
        }
        return true;
    }

    /** A hash of the value, the same whether it is in one piece or not. */
    long valueHash(long seed) {
        return hash(valueAt, valueLength, seed);
    }

    long nameHash(long seed) {
        return code != 0 ? hash(nameAddress(), nameLength, seed) : hash(nameAt, nameLength, seed);
    }

    private long hash(int from, int length, long seed) {
        long hash = seed;
        int at = 0;
        do {
            int part = Math.min(HASHED_BYTES, length - at);
            hash = KeyHash.hash(contiguous(from + at, part), part, hash);
            at += part;
        } while (at < length);
        return hash;
    }

    /** The hash of a value in one piece. */
    static long hash(long value, int length, long seed) {
        long hash = seed;
        int at = 0;
        do {
            int part = Math.min(HASHED_BYTES, length - at);
            hash = KeyHash.hash(value + at, part, hash);
            at += part;
        } while (at < length);
        return hash;
    }

    private long contiguous(int at, int length) {
        long address = address(at, length);
        if (address == 0 && length > 0) {
            NativeBuffer copy = scratch == null ? new NativeBuffer(HASHED_BYTES) : scratch;
            scratch = copy;
            address = copy.address();
            copy(at, length, address);
        }
        return address;
    }

    private long address(int at, int length) {
        if (fields != 0) {
            return fields + at;
        }
        boolean whole = (at & (PIECE_BYTES - 1)) + (long) length <= PIECE_BYTES;
        return whole && length > 0 ? LargeValues.address(pieces, at) : 0;
    }

    private void copy(int at, int length, long target) {
        if (fields != 0) {
            Memory.copy(fields + at, target, length);
        } else if (length > 0) {
            LargeValues.copy(pieces, at, length, target);
        }
    }

    private int varint(int at) {
        if (fields != 0) {
            return EventFields.varint(fields + at);
        }
        int number = 0;
        for (int i = 0; ; i++) {
            int part = Memory.getByte(LargeValues.address(pieces, at + i));
            number |= (part & 0x7f) << (7 * i);
            if (part >= 0) {
                return number;
            }
        }
    }
}
