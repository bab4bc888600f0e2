package io.synap.replication.log;

import io.synap.protocol.memory.Memory;
import io.synap.replication.damage.DamagedException;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.files.StoredFile;
import io.synap.replication.history.HistoryId;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The first block of a segment file. Immutable. It is durable before the file gets its name, so an
 * invalid one is always damage, never a torn write. Without it nothing in the segment can be verified,
 * so it is there twice.
 *
 * <pre>
 *  0  8 bytes  "SYNAPLOG"
 *  8  u32      format version
 * 12  u32      salt of the checksums
 * 16  i64      segment number
 * 24  2 × i64  history id
 * 40  u32      CRC32C of the 40 bytes before
 *     zeros up to 512
 * 512 the same again
 * </pre>
 */
record SegmentHeader(long number, HistoryId history, int salt) {
    static final int BYTES = 1024;

    private static final int COPY_BYTES = 512;

    private static final long MAGIC = 0x474f4c50414e5953L;
    private static final int VERSION = 1;
    private static final int CHECKED_BYTES = 40;

    void write(StoredFile file) throws IOException {
        try (NativeBuffer buffer = new NativeBuffer(BYTES)) {
            long at = buffer.address();
            Memory.putLong(at, MAGIC);
            Memory.putInt(at + 8, VERSION);
            Memory.putInt(at + 12, salt);
            Memory.putLong(at + 16, number);
            Memory.putLong(at + 24, history.high());
            Memory.putLong(at + 32, history.low());
            Memory.putInt(at + CHECKED_BYTES, buffer.checksum().of(at, CHECKED_BYTES));
            Memory.copy(at, at + COPY_BYTES, COPY_BYTES);
            file.write(0, at, BYTES);
        }
    }

    static SegmentHeader read(Path path, StoredFile file, long number) throws IOException {
        try (NativeBuffer buffer = new NativeBuffer(BYTES)) {
            long at = buffer.address();
            if (file.read(0, at, BYTES) < BYTES) {
                throw new DamagedException(path, 0, "the segment is shorter than its header");
            }
            for (long copy = at; copy < at + BYTES; copy += COPY_BYTES) {
                int checksum = buffer.checksum().of(copy, CHECKED_BYTES);
                if (Memory.getLong(copy) == MAGIC && Memory.getInt(copy + CHECKED_BYTES) == checksum) {
                    return read(path, copy, number);
                }
            }
            throw new DamagedException(path, 0, "the segment's header does not verify");
        }
    }

    private static SegmentHeader read(Path path, long at, long number) throws IOException {
        int version = Memory.getInt(at + 8);
        if (version != VERSION) {
            throw new DamagedException(path, 8, "format version " + version + " is not known here");
        }
        if (Memory.getLong(at + 16) != number) {
            throw new DamagedException(path, 16, "the segment is number " + Memory.getLong(at + 16));
        }
        HistoryId history = new HistoryId(Memory.getLong(at + 24), Memory.getLong(at + 32));
        return new SegmentHeader(number, history, Memory.getInt(at + 12));
    }
}
