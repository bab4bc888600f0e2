package io.synap.replication.snapshot;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.state.ShardImage;
import io.synap.replication.files.Checksum;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.files.StoredFile;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.snapshot.SnapshotFormat.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes one snapshot file. Confined to one thread. */
final class SnapshotWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final StoredFile file;
    private final int salt;
    private final Throttle throttle;
    private final NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES);
    private final List<Entry> entries = new ArrayList<>();

    private long offset = SnapshotFormat.HEADER_BYTES;
    private int buffered = SnapshotFormat.BLOCK_HEADER_BYTES;
    private long blocks;

    SnapshotWriter(StoredFile file, int salt, Throttle throttle) {
        this.file = file;
        this.salt = salt;
        this.throttle = throttle;
    }

    void begin(long number, HistoryId history, long takenMillis) throws IOException {
        long at = buffer.address();
        Memory.putLong(at, SnapshotFormat.MAGIC);
        Memory.putInt(at + 8, SnapshotFormat.VERSION);
        Memory.putInt(at + 12, salt);
        Memory.putLong(at + 16, number);
        Memory.putLong(at + 24, history.high());
        Memory.putLong(at + 32, history.low());
        Memory.putLong(at + 40, takenMillis);
        Memory.putInt(at + 48, 0);
        int checked = SnapshotFormat.HEADER_CHECKED_BYTES;
        Memory.putInt(at + checked, buffer.checksum().of(at, checked));
        Memory.putLong(at + 56, 0);
        file.write(0, at, SnapshotFormat.HEADER_BYTES);
    }

    /** Writes the next shard; after a failure the same shard may be written again. */
    void writeShard(ShardImage image) throws IOException {
        long start = entries.isEmpty() ? SnapshotFormat.HEADER_BYTES : endOf(entries.getLast());
        offset = start;
        blocks = 0;
        buffered = SnapshotFormat.BLOCK_HEADER_BYTES;
        while (image.next(this::add)) {
            // The sink does the work.
        }
        flush();
        entries.add(new Entry(start, offset - start, blocks, image.sequence(), image.time()));
    }

    private static long endOf(Entry entry) {
        return entry.offset() + entry.bytes();
    }

    private void add(long address, long length) throws IOException {
        if (buffered + length > BUFFER_BYTES) {
            flush();
        }
        if (buffered + length > BUFFER_BYTES) {
            writeLarge(address, length);
        } else {
            Memory.copy(address, buffer.address() + buffered, length);
            buffered += (int) length;
        }
    }

    private void flush() throws IOException {
        int length = buffered - SnapshotFormat.BLOCK_HEADER_BYTES;
        if (length > 0) {
            long items = buffer.address() + SnapshotFormat.BLOCK_HEADER_BYTES;
            putBlockHeader(buffer.checksum(), items, length);
            file.write(offset, buffer.address(), buffered);
            finishBlock(length);
        }
    }

    /** A slice that is a block of its own, because it exceeds the buffer. */
    private void writeLarge(long address, long length) throws IOException {
        if (length > Integer.MAX_VALUE) {
            throw new IOException("an image gave a slice of " + length + " bytes");
        }
        putBlockHeader(new Checksum(address, length), address, (int) length);
        file.write(offset, buffer.address(), SnapshotFormat.BLOCK_HEADER_BYTES);
        file.write(offset + SnapshotFormat.BLOCK_HEADER_BYTES, address, length);
        finishBlock((int) length);
    }

    private void putBlockHeader(Checksum checksum, long items, int length) {
        int crc = checksum.of(items, length);
        Memory.putInt(buffer.address(), length);
        Memory.putInt(buffer.address() + 4, SnapshotFormat.blockChecksum(crc, length, salt, offset));
    }

    private void finishBlock(int length) throws IOException {
        offset += SnapshotFormat.BLOCK_HEADER_BYTES + (long) length;
        blocks++;
        buffered = SnapshotFormat.BLOCK_HEADER_BYTES;
        throttle.spent(SnapshotFormat.BLOCK_HEADER_BYTES + (long) length);
    }

    /** Writes the footer and syncs; returns the file's size. */
    long end() throws IOException {
        if (entries.size() != Slots.SHARDS) {
            throw new IllegalStateException("a snapshot needs every shard");
        }
        long end = endOf(entries.getLast());
        long at = buffer.address();
        for (Entry entry : entries) {
            Memory.putLong(at, entry.offset());
            Memory.putLong(at + 8, entry.bytes());
            Memory.putLong(at + 16, entry.blocks());
            Memory.putLong(at + 24, entry.sequence());
            Memory.putLong(at + 32, entry.time());
            at += SnapshotFormat.ENTRY_BYTES;
        }
        int crc = buffer.checksum().of(buffer.address(), SnapshotFormat.ENTRIES_BYTES);
        Memory.putInt(at, crc + salt);
        Memory.putInt(at + 4, 0);
        Memory.putLong(at + 8, SnapshotFormat.END_MAGIC);
        file.write(end, buffer.address(), SnapshotFormat.FOOTER_BYTES);
        file.setSize(end + SnapshotFormat.FOOTER_BYTES);
        file.sync();
        return end + SnapshotFormat.FOOTER_BYTES;
    }

    SequenceVector sequences() {
        return SequenceVector.of(entries.stream().mapToLong(Entry::sequence).toArray());
    }

    @Override
    public void close() {
        buffer.close();
    }
}
