package io.synap.engine.stream;

import io.synap.engine.memory.LargeValues;
import io.synap.protocol.memory.Memory;

/**
 * An event in its chunk's block. Stateless flyweight over the event's address, which is valid while the
 * shard is locked and nothing is appended or removed.
 *
 * <pre>
 *  0  u16  where it begins, from the beginning of the chunk's block
 *  2  u16  its length, all in all
 *  4  u16  offset, from the chunk's first
 *  6  u8   flags
 *  7  u8   how many fields; 255: as many as there are
 *  8  u32  milliseconds of the id, from the chunk's first
 * 12  u32  number of the id; 0 with WIDE_NUMBER
 *     i64  number of the id, with WIDE_NUMBER
 *     i64  when it was appended, with OWN_TIME; else it is the milliseconds of the id
 *     i64  place in the order of the shard's appends, with CAUSAL
 *     the fields, or with LARGE the i64 address of the large value that they are
 * </pre>
 *
 * The fields are read with a {@link FieldCursor}.
 */
public final class Event {
    static final int HEADER_BYTES = 16;
    static final int HEADER_BYTES_MAX = HEADER_BYTES + 24;
    /** Fields of more bytes than this are a large value. */
    static final int INLINE_BYTES_MAX = 16 << 10;

    static final int LARGE = 1;
    static final int WIDE_NUMBER = 1 << 1;
    static final int OWN_TIME = 1 << 2;
    static final int CAUSAL = 1 << 3;
    /** It has a key. */
    static final int KEYED = 1 << 4;

    static final int FIELDS_COUNTED_MAX = 254;

    private Event() {}

    /** Its place in the room: 0, 1, 2, … */
    public static long offset(long event) {
        return Chunk.baseOffset(block(event)) + Memory.getUnsignedShort(event + 4);
    }

    /** The first part of its id, unsigned. */
    public static long idMillis(long event) {
        return Chunk.baseMillis(block(event)) + (Memory.getInt(event + 8) & 0xffff_ffffL);
    }

    /** The second part of its id, unsigned. */
    public static long idNumber(long event) {
        return has(event, WIDE_NUMBER)
                ? Memory.getLong(event + HEADER_BYTES)
                : Memory.getInt(event + 12) & 0xffff_ffffL;
    }

    /** When it was appended, milliseconds since 1970. */
    public static long time(long event) {
        return has(event, OWN_TIME)
                ? Memory.getLong(event + HEADER_BYTES + (has(event, WIDE_NUMBER) ? 8 : 0))
                : idMillis(event);
    }

    /** The bytes of all its fields, as {@link io.synap.protocol.operation.EventFields} lays them out. */
    public static int fieldsLength(long event) {
        return isLarge(event) ? LargeValues.length(pieces(event)) : length(event) - headLength(flags(event));
    }

    /** How many fields it has. */
    public static int fieldCount(long event) {
        int counted = Memory.getUnsignedByte(event + 7);
        if (counted <= FIELDS_COUNTED_MAX) {
            return counted;
        }
        int count = 0;
        FieldCursor cursor = new FieldCursor().of(event);
        while (cursor.next()) {
            count++;
        }
        return count;
    }

    /** Whether its fields are in pieces, see {@link StreamSpace#retainLarge}. */
    public static boolean isLarge(long event) {
        return has(event, LARGE);
    }

    /** Copies the fields of an event that is not large. */
    public static void copyFields(long event, long target) {
        Memory.copy(fields(event), target, fieldsLength(event));
    }

    /** Where its fields begin; only if it is not large. */
    static long fields(long event) {
        return event + headLength(flags(event));
    }

    /** Its fields as a large value; only if it is large. */
    static long pieces(long event) {
        return Memory.getLong(fields(event));
    }

    /** Its place in the order of the shard's appends; only of those with CAUSAL. */
    static long place(long event) {
        return Memory.getLong(fields(event) - 8);
    }

    static int length(long event) {
        return Memory.getUnsignedShort(event + 2);
    }

    static int flags(long event) {
        return Memory.getUnsignedByte(event + 6);
    }

    static boolean has(long event, int flag) {
        return (flags(event) & flag) != 0;
    }

    static int headLength(int flags) {
        return HEADER_BYTES
                + ((flags & WIDE_NUMBER) != 0 ? 8 : 0)
                + ((flags & OWN_TIME) != 0 ? 8 : 0)
                + ((flags & CAUSAL) != 0 ? 8 : 0);
    }

    /** Negative, 0 or positive as its id is less than, equal to or greater than the given one. */
    static int compareId(long event, long millis, long number) {
        int byMillis = Long.compareUnsigned(idMillis(event), millis);
        return byMillis != 0 ? byMillis : Long.compareUnsigned(idNumber(event), number);
    }

    /** What it takes, in bytes, the same on every copy. */
    static long bytes(long event) {
        long bytes = length(event) + (long) Chunk.SLOT_BYTES;
        return isLarge(event) ? bytes + LargeValues.bytes(LargeValues.length(pieces(event))) : bytes;
    }

    /** It is now there, in the block. */
    static void moved(long event, long block) {
        Memory.putShort(event, (short) (event - block));
    }

    private static long block(long event) {
        return event - Memory.getUnsignedShort(event);
    }
}
