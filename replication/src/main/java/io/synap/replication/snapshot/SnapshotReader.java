package io.synap.replication.snapshot;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.replication.damage.DamagedException;
import io.synap.replication.files.FileStore;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.files.StoredFile;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.snapshot.SnapshotFormat.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a snapshot file. Thread-safe: each shard may be read by a thread of its own. */
public final class SnapshotReader implements Closeable {
    /** Takes verified items of a shard. */
    @FunctionalInterface
    public interface ItemSink {
        void items(long address, long length);
    }

    private static final int BUFFER_BYTES = (1 << 20) + 4096;

    private final Path path;
    private final StoredFile file;
    private final SnapshotInfo info;
    private final int salt;
    private final List<Entry> entries;

    /** Opens a snapshot and verifies everything but its blocks. */
    public SnapshotReader(FileStore files, Path path) throws IOException {
        this.path = path;
        this.file = files.openForReading(path);
        try (NativeBuffer buffer = new NativeBuffer(SnapshotFormat.FOOTER_BYTES)) {
            long size = file.size();
            readHeader(buffer, size);
            this.salt = Memory.getInt(buffer.address() + 12);
            long number = Memory.getLong(buffer.address() + 16);
            HistoryId history =
                    new HistoryId(Memory.getLong(buffer.address() + 24), Memory.getLong(buffer.address() + 32));
            long taken = Memory.getLong(buffer.address() + 40);
            this.entries = readFooter(buffer, size);
            SequenceVector sequences = SequenceVector.of(
                    entries.stream().mapToLong(Entry::sequence).toArray());
            this.info = new SnapshotInfo(number, history, taken, size, sequences);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void readHeader(NativeBuffer buffer, long size) throws IOException {
        long at = buffer.address();
        if (size < SnapshotFormat.HEADER_BYTES + SnapshotFormat.FOOTER_BYTES) {
            throw new DamagedException(path, size, "the snapshot is cut short");
        }
        read(0, at, SnapshotFormat.HEADER_BYTES);
        int checked = SnapshotFormat.HEADER_CHECKED_BYTES;
        if (Memory.getLong(at) != SnapshotFormat.MAGIC
                || buffer.checksum().of(at, checked) != Memory.getInt(at + checked)
                || Memory.getLong(at + 56) != 0) {
            throw new DamagedException(path, 0, "the snapshot's header does not verify");
        }
        if (Memory.getInt(at + 8) != SnapshotFormat.VERSION) {
            throw new DamagedException(path, 8, "format version " + Memory.getInt(at + 8) + " is not known here");
        }
    }

    private List<Entry> readFooter(NativeBuffer buffer, long size) throws IOException {
        long offset = size - SnapshotFormat.FOOTER_BYTES;
        long at = buffer.address();
        read(offset, at, SnapshotFormat.FOOTER_BYTES);
        long end = at + SnapshotFormat.ENTRIES_BYTES;
        int crc = buffer.checksum().of(at, SnapshotFormat.ENTRIES_BYTES);
        if (Memory.getLong(end + 8) != SnapshotFormat.END_MAGIC
                || Memory.getInt(end) != crc + salt
                || Memory.getInt(end + 4) != 0) {
            throw new DamagedException(path, offset, "the snapshot's footer does not verify");
        }
        List<Entry> result = new ArrayList<>();
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            result.add(new Entry(
                    Memory.getLong(at),
                    Memory.getLong(at + 8),
                    Memory.getLong(at + 16),
                    Memory.getLong(at + 24),
                    Memory.getLong(at + 32)));
            at += SnapshotFormat.ENTRY_BYTES;
        }
        return List.copyOf(result);
    }

    public SnapshotInfo info() {
        return info;
    }

    /** The shard's time at its sequence, milliseconds since 1970. */
    public long time(int shard) {
        return entries.get(shard).time();
    }

    /**
     * Verifies a shard's blocks one by one and hands each on.
     *
     * @throws DamagedException if a block does not verify; those before it were handed on
     */
    public void readShard(int shard, NativeBuffer buffer, ItemSink sink) throws IOException {
        Entry entry = entries.get(shard);
        long end = entry.offset() + entry.bytes();
        long blocks = 0;
        for (long offset = entry.offset(); offset < end; blocks++) {
            read(offset, buffer.address(), SnapshotFormat.BLOCK_HEADER_BYTES);
            int length = Memory.getInt(buffer.address());
            int checksum = Memory.getInt(buffer.address() + 4);
            long items = offset + SnapshotFormat.BLOCK_HEADER_BYTES;
            if (length <= 0 || length > end - items) {
                throw new DamagedException(path, offset, "the block has an impossible length");
            }
            buffer.grow(length, 0);
            read(items, buffer.address(), length);
            int crc = buffer.checksum().of(buffer.address(), length);
            if (SnapshotFormat.blockChecksum(crc, length, salt, offset) != checksum) {
                throw new DamagedException(path, offset, "the block does not verify");
            }
            sink.items(buffer.address(), length);
            offset = items + length;
        }
        if (blocks != entry.blocks()) {
            throw new DamagedException(path, entry.offset(), "blocks of a shard are missing");
        }
    }

    /** Verifies every block. */
    public void verify() throws IOException {
        try (NativeBuffer buffer = newBuffer()) {
            for (int shard = 0; shard < Slots.SHARDS; shard++) {
                readShard(shard, buffer, (address, length) -> {});
            }
        }
    }

    static NativeBuffer newBuffer() {
        return new NativeBuffer(BUFFER_BYTES);
    }

    private void read(long offset, long address, long length) throws IOException {
        if (file.read(offset, address, length) < length) {
            throw new DamagedException(path, offset, "the snapshot is cut short");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
