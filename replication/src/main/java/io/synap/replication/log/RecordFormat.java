package io.synap.replication.log;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.replication.files.Checksum;

/**
 * The bytes of a log record, in the ring and on disk alike. No state.
 *
 * <pre>
 *  0  u32  length          the whole record, a multiple of 8
 *  4  u32  checksum        CRC32C, see below
 *  8  i64  time            milliseconds since 1970
 * 16  u8   type            operations, mark, start, close
 * 17  u24  part count      operations only
 * 20  parts, each: u16 shard | u48 sequence, then the encoded operation
 *     zeros up to the length
 * </pre>
 *
 * Mark, start and close have at 24 and 32 the segment and offset before which all is known to be
 * synced; start and close have at 40 the sequences of the 64 shards.
 *
 * <p>The checksum is taken over the whole record with the checksum field holding the segment's random
 * salt plus the record's place (offset / 8). So a record is valid only where it was written, and a
 * value that imitates a record cannot be taken for one when a torn tail is searched for marks.
 */
final class RecordFormat {
    static final byte OPERATIONS = 1;
    /** What is known to be synced. */
    static final byte MARK = 2;
    /** The first record of a segment in use. */
    static final byte START = 3;
    /** The last record of a log that was closed. */
    static final byte CLOSE = 4;

    static final int TIME = 8;
    static final int TYPE_AND_COUNT = 16;
    static final int HEADER_BYTES = 20;
    static final int PART_BYTES = 8;
    static final int PARTS_MAX = 0xff_ffff;
    static final int MARK_BYTES = 40;
    static final int VECTOR_BYTES = MARK_BYTES + 8 * Slots.SHARDS;
    /** The largest record: what a reader is prepared to hold in memory. */
    static final int RECORD_BYTES_MAX = 1 << 30;

    private static final int SYNCED_SEGMENT = 24;
    private static final int SYNCED_OFFSET = 32;
    private static final long SEQUENCE_MASK = (1L << 48) - 1;

    private RecordFormat() {}

    /** The bytes of a record with one operation. */
    static long singleBytes(int operationLength) {
        return align(HEADER_BYTES + PART_BYTES + (long) operationLength);
    }

    static long align(long bytes) {
        return bytes + 7 & ~7L;
    }

    static int typeAndCount(byte type, int count) {
        return type | count << 8;
    }

    static byte type(long record) {
        return Memory.getByte(record + TYPE_AND_COUNT);
    }

    static int partCount(long record) {
        return Memory.getInt(record + TYPE_AND_COUNT) >>> 8;
    }

    static long time(long record) {
        return Memory.getLong(record + TIME);
    }

    static long part(int shard, long sequence) {
        return shard | sequence << 16;
    }

    static int shard(long part) {
        return (int) part & 0xffff;
    }

    static long sequence(long part) {
        return part >>> 16 & SEQUENCE_MASK;
    }

    /** Writes a mark, start or close record without its checksum. */
    static int putControl(long record, byte type, long time, LogPosition synced, long[] sequences) {
        int length = type == MARK ? MARK_BYTES : VECTOR_BYTES;
        Memory.putLong(record, length);
        Memory.putLong(record + TIME, time);
        Memory.putLong(record + TYPE_AND_COUNT, typeAndCount(type, 0));
        Memory.putLong(record + SYNCED_SEGMENT, synced.segment());
        Memory.putLong(record + SYNCED_OFFSET, synced.offset());
        if (type != MARK) {
            for (int shard = 0; shard < sequences.length; shard++) {
                Memory.putLong(record + MARK_BYTES + 8L * shard, sequences[shard]);
            }
        }
        return length;
    }

    static LogPosition synced(long record) {
        return new LogPosition(Memory.getLong(record + SYNCED_SEGMENT), Memory.getLong(record + SYNCED_OFFSET));
    }

    static long[] sequences(long record) {
        long[] sequences = new long[Slots.SHARDS];
        for (int shard = 0; shard < sequences.length; shard++) {
            sequences[shard] = Memory.getLong(record + MARK_BYTES + 8L * shard);
        }
        return sequences;
    }

    /** Seals a record: puts in the checksum for its place. */
    static void seal(Checksum checksum, long record, long length, int salt, long fileOffset) {
        Memory.putInt(record + 4, seed(salt, fileOffset));
        Memory.putInt(record + 4, checksum.of(record, length));
    }

    /** Whether the checksum is the right one; leaves the record as it was. */
    static boolean isSealed(Checksum checksum, long record, long length, int salt, long fileOffset) {
        int stored = Memory.getInt(record + 4);
        Memory.putInt(record + 4, seed(salt, fileOffset));
        boolean same = checksum.of(record, length) == stored;
        Memory.putInt(record + 4, stored);
        return same;
    }

    private static int seed(int salt, long fileOffset) {
        return salt + (int) (fileOffset >>> 3);
    }
}
