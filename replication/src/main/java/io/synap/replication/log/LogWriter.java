package io.synap.replication.log;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.replication.files.Checksum;
import io.synap.replication.files.NativeHeap;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Moves records from the ring into segment files. Confined to the log writer's thread. */
final class LogWriter {
    /** Enough that a system call costs little, and still in the cache when it is written. */
    private static final long BATCH_BYTES_MAX = 512 << 10;

    private final LogRing ring;
    private final SegmentChain chain;
    private final Clock clock;
    private final AtomicLong externalBytes;
    private final Checksum checksum;
    private final long[] sequences;

    private long batchStart;

    LogWriter(LogRing ring, SegmentChain chain, Clock clock, AtomicLong externalBytes, long[] sequences) {
        this.ring = ring;
        this.chain = chain;
        this.clock = clock;
        this.externalBytes = externalBytes;
        this.checksum = ring.checksum();
        this.sequences = sequences;
    }

    void start() throws IOException {
        chain.start(clock.millis(), sequences);
    }

    /** Writes what is published of what was claimed before the call; whether there was anything. */
    boolean drain() throws IOException {
        long position = ring.consumed();
        long end = ring.claimed();
        batchStart = position;
        if (position == end || ring.published(position) == 0) {
            return false;
        }
        chain.mark(clock.millis());
        while (position < end) {
            long word = ring.published(position);
            if (word == 0) {
                break;
            }
            if (position - batchStart >= BATCH_BYTES_MAX || ring.beginsLap(batchStart, position)) {
                flush(position);
            }
            if ((word & LogRing.STUB) == LogRing.STUB) {
                flush(position);
                writeExternal(ring.address(position));
                position += LogRing.STUB_BYTES;
                ring.consume(position);
                batchStart = position;
            } else {
                takeIntoBatch(position, word);
                position += word;
            }
        }
        flush(position);
        return true;
    }

    private void takeIntoBatch(long position, long length) throws IOException {
        if (!chain.fits(position - batchStart, length)) {
            flush(position);
            chain.roll(clock.millis(), sequences);
        }
        long record = ring.address(position);
        follow(record);
        long fileOffset = chain.offset() + (position - batchStart);
        RecordFormat.seal(checksum, record, length, chain.salt(), fileOffset);
    }

    private void flush(long position) throws IOException {
        if (position > batchStart) {
            chain.write(ring.address(batchStart), position - batchStart);
            ring.consume(position);
            batchStart = position;
        }
    }

    private void writeExternal(long stub) throws IOException {
        long record = Memory.getLong(stub + 8);
        long length = Memory.getLong(stub + 16);
        if (!chain.fits(0, length)) {
            chain.roll(clock.millis(), sequences);
        }
        follow(record);
        RecordFormat.seal(checksum, record, length, chain.salt(), chain.offset());
        chain.write(record, length);
        NativeHeap.free(record);
        externalBytes.addAndGet(-length);
    }

    /** Keeps count, and stops rather than write a log that recovery would refuse. */
    private void follow(long record) {
        int count = RecordFormat.partCount(record);
        long at = record + RecordFormat.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            long part = Memory.getLong(at);
            int shard = RecordFormat.shard(part);
            long sequence = RecordFormat.sequence(part);
            if (shard >= Slots.SHARDS || sequence != sequences[shard] + 1) {
                throw new IllegalStateException(
                        "shard %d: sequence %d does not follow the last one appended".formatted(shard, sequence));
            }
            sequences[shard] = sequence;
            at += RecordFormat.PART_BYTES;
            if (i + 1 < count) {
                at += EncodedOperation.length(at);
            }
        }
    }

    /** Says what is known to be synced, when there is nothing else to write. */
    void markIdle() throws IOException {
        chain.mark(clock.millis());
    }

    /** Ends the log; everything must be drained and synced. */
    void end() throws IOException {
        if (ring.consumed() != ring.claimed()) {
            throw new IllegalStateException("the log was closed while somebody appended to it");
        }
        chain.end(clock.millis(), sequences);
    }
}
