package io.synap.replication.snapshot;

import io.synap.protocol.Slots;

/**
 * The bytes of a snapshot file. No state.
 *
 * <pre>
 * header, 64 bytes: "SYNAPSNP" | u32 version | u32 salt | i64 number | 2 × i64 history
 *                   | i64 taken | u32 0 | u32 checksum of the 52 bytes before
 * the shards in any order, each a run of blocks
 *   block: u32 length | u32 checksum | items
 * footer: 64 entries in shard order, then u32 checksum of them | u32 0 | "SYNAPEND"
 *   entry: i64 offset | i64 bytes | i64 blocks | i64 sequence | i64 time
 * </pre>
 *
 * A block's items are whole, in the form that the state machine takes. Its checksum is CRC32C over the
 * items, plus the salt and the block's place: a block is valid only where it was written.
 */
final class SnapshotFormat {
    static final long MAGIC = 0x504e5350414e5953L;
    static final long END_MAGIC = 0x444e4550414e5953L;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 64;
    static final int HEADER_CHECKED_BYTES = 52;
    static final int BLOCK_HEADER_BYTES = 8;
    static final int ENTRY_BYTES = 40;
    static final int ENTRIES_BYTES = ENTRY_BYTES * Slots.SHARDS;
    static final int FOOTER_BYTES = ENTRIES_BYTES + 16;
    static final String SUFFIX = ".snapshot";
    static final String WRITING_SUFFIX = ".writing";

    private SnapshotFormat() {}

    /** What a block's checksum field holds. */
    static int blockChecksum(int crc, int length, int salt, long offset) {
        return crc + salt + Integer.rotateLeft(length, 16) + (int) (offset ^ offset >>> 32);
    }

    /** Where one shard's blocks are. */
    record Entry(long offset, long bytes, long blocks, long sequence, long time) {}
}
