package io.synap.replication.log;

import io.synap.protocol.memory.Memory;
import io.synap.replication.files.Checksum;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory between appenders and writer. Thread-safe: any number of threads claim and publish; only
 * the log writer's thread consumes.
 *
 * <p>A record's place is claimed by one fetch-and-add and its length word, written last, publishes it.
 * Free memory is all zeros, so a zero length word is where the published part ends: the writer needs
 * no other signal, and appenders need not wait for each other. A record that begins before the ring's
 * end runs on into a slack area behind it, instead of being split or padded; the same stretch at the
 * ring's beginning then stays unused for that lap.
 */
final class LogRing {
    /** In the upper half of a length word: the record lies elsewhere, this is a stub. */
    static final long STUB = 0xffff_ffffL << 32;

    static final int STUB_BYTES = 24;

    // Immutable.
    private final MemorySegment memory;
    private final long base;
    private final long capacity;
    private final long reserve;

    // Written by appenders.
    private final PaddedCounter claimed = new PaddedCounter();
    // Written by the writer.
    private final PaddedCounter consumed = new PaddedCounter();

    /** The reserve is what all appenders together may claim after asking for room. */
    LogRing(int capacity, int recordBytesMax, int appendersMax) {
        // Freed when unreachable, not at the close: an appender may come too late.
        this.memory = Arena.ofAuto().allocate(capacity + (long) recordBytesMax, 64);
        this.base = memory.address();
        this.capacity = capacity;
        this.reserve = (long) recordBytesMax * appendersMax;
    }

    /** Whether every appender may claim one record. */
    boolean hasRoom() {
        return claimed.get() - consumed.getAcquire() <= capacity - reserve;
    }

    boolean isHalfEmpty() {
        return claimed.get() - consumed.getAcquire() <= Math.min(capacity / 2, capacity - reserve);
    }

    /** Takes the next bytes and returns their position. The length is a multiple of 8. */
    long claim(int length) {
        long position = claimed.getAndAdd(length);
        if (position + length - consumed.getAcquire() > capacity) {
            // Going on would overwrite what is not yet on disk.
            throw new IllegalStateException("appended to the log without asking for room");
        }
        return position;
    }

    long address(long position) {
        return base + offset(position);
    }

    long offset(long position) {
        return position & capacity - 1;
    }

    void publish(long position, long lengthWord) {
        Memory.putLongRelease(address(position), lengthWord);
    }

    /** The length word at a position, 0 if nothing is published there yet. */
    long published(long position) {
        return Memory.getLongAcquire(address(position));
    }

    long claimed() {
        return claimed.get();
    }

    long consumed() {
        return consumed.getAcquire();
    }

    /** Gives memory back; the range begins at what is consumed and does not wrap. */
    void consume(long end) {
        long from = consumed.getPlain();
        Memory.fill(address(from), end - from, (byte) 0);
        consumed.setRelease(end);
    }

    /** A checksum whose window is the ring. */
    Checksum checksum() {
        return new Checksum(base, memory.byteSize());
    }

    /** Whether a record at that position begins a new lap, so that it does not follow in memory. */
    boolean beginsLap(long from, long position) {
        return (position & -capacity) != (from & -capacity);
    }
}
