package io.synap.engine;

import io.synap.engine.memory.OutOfOffHeapMemoryError;
import io.synap.protocol.state.ShardImage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A shard's content as of one sequence, read while the shard goes on changing. {@link #next} and {@link
 * #close} are confined to one thread and take the shard's lock; the rest is confined to that lock.
 *
 * <p>The reader walks the segments in the order of hashes. A segment ahead of it that is about to
 * change is saved first, as it is, and marked; the reader hands saved items out before it walks on, and
 * skips what is marked. A split passes the mark on to both halves; segments are not merged meanwhile.
 * When the reader falls so far behind that saved items pass their limit, the image fails, never the
 * writer. What is removed all at once is not saved but set aside, and read there; it counts as saved.
 */
final class Image implements ShardImage {
    /** What may be saved and not yet handed out. */
    static final long SAVED_BYTES_MAX = 64L << 20;

    private static final int SLICE_BYTES = 192 << 10;
    private static final int SLICE_ENTRIES_MAX = 512;

    private final Shard shard;
    private final KeySpace keys;
    private final long savedBytesMax;
    private final long sequence;
    private final long time;
    private final long mark;
    private final int place;
    private final ImageItems slice;

    private final Queue<ImageItems> saved = new ArrayDeque<>();
    private long savedBytes;
    private boolean overrun;
    /** The next segment's start, and the first of its slots that is not read. */
    private long position;

    private int slotAt;
    private boolean walked;
    /** The shard's table, or the one that was set aside. */
    private KeyTable table;

    private @Nullable Retired retired;
    /** Whether the image has its place among those that changes concern. */
    private boolean placed = true;

    private boolean closed;

    /** Begins an image; the caller holds the lock. */
    Image(Shard shard, KeySpace keys, long savedBytesMax) {
        this.shard = shard;
        this.keys = keys;
        this.table = keys.table;
        this.savedBytesMax = savedBytesMax;
        this.sequence = shard.sequence();
        this.time = shard.time();
        this.mark = keys.images.newMark();
        this.place = keys.images.freePlace();
        this.slice = new ImageItems(keys.largeValues, SLICE_BYTES);
        keys.images.add(this, place);
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long time() {
        return time;
    }

    @Override
    public boolean next(Sink sink) throws IOException {
        @Nullable ImageItems earlier;
        shard.lock();
        try {
            if (overrun) {
                throw new IOException("the image of shard " + shard.index() + " at sequence " + sequence
                        + " fell behind: more than " + savedBytesMax
                        + " bytes were changed before they were read");
            }
            earlier = saved.poll();
            if (earlier == null && !readSlice()) {
                return false;
            }
        } finally {
            shard.unlock();
        }
        if (earlier == null) {
            slice.drain(sink);
            return true;
        }
        try (earlier) {
            earlier.drain(sink);
        }
        shard.lock();
        savedBytes -= earlier.bytes();
        shard.unlock();
        return true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        shard.lock();
        try {
            if (placed) {
                keys.images.remove(place);
            }
            if (retired != null) {
                retired.release();
            }
            saved.forEach(ImageItems::close);
            saved.clear();
        } finally {
            shard.unlock();
        }
        slice.close();
    }

    /** Saves what is not yet read of a segment that is about to change. */
    void beforeChange(long segment) {
        if (walked || overrun || isRead(segment)) {
            return;
        }
        int from = Segment.start(segment) == position ? slotAt : 0;
        long bytes = 0;
        for (int at = from; at < Segment.SLOTS; at++) {
            long slot = Segment.slot(segment, at);
            bytes += slot == 0 ? 0 : ImageItems.itemBytes(Segment.entry(slot));
        }
        if (bytes > 0 && !save(segment, from, bytes)) {
            overrun();
            return;
        }
        Segment.setMark(segment, place, mark);
    }

    /** False when there is no room: within the limit, or at all. */
    private boolean save(long segment, int from, long bytes) {
        if (savedBytes + bytes > savedBytesMax) {
            return false;
        }
        ImageItems items;
        try {
            items = new ImageItems(keys.largeValues, bytes);
        } catch (OutOfOffHeapMemoryError e) {
            return false;
        }
        for (int at = from; at < Segment.SLOTS; at++) {
            long slot = Segment.slot(segment, at);
            if (slot != 0) {
                items.add(Segment.entry(slot));
            }
        }
        saved.add(items);
        savedBytes += items.bytes();
        return true;
    }

    /**
     * The shard's whole content, of that many bytes, was set aside, so no change of the shard concerns
     * this image any more; what is still to be read is kept for it there, if it is within the limit.
     */
    void retire(Retired old, long bytes) {
        placed = false;
        if (walked || overrun) {
            return;
        }
        if (savedBytes + bytes > savedBytesMax) {
            overrun();
            return;
        }
        old.retain();
        retired = old;
        table = old.table;
    }

    private boolean isRead(long segment) {
        return Long.compareUnsigned(Segment.start(segment), position) < 0 || Segment.mark(segment, place) == mark;
    }

    private void overrun() {
        overrun = true;
        saved.forEach(ImageItems::close);
        saved.clear();
    }

    /** Reads on; false at the end. */
    private boolean readSlice() {
        int entries = 0;
        int segments = 0;
        while (!walked && entries < SLICE_ENTRIES_MAX && segments < 4 && slice.hasRoom()) {
            long segment = table.segment(position);
            if (Segment.mark(segment, place) == mark) {
                slotAt = Segment.SLOTS;
            }
            while (slotAt < Segment.SLOTS && entries < SLICE_ENTRIES_MAX && slice.hasRoom()) {
                long slot = Segment.slot(segment, slotAt++);
                if (slot != 0) {
                    slice.add(Segment.entry(slot));
                    entries++;
                }
            }
            if (slotAt == Segment.SLOTS) {
                slotAt = 0;
                segments++;
                position = Segment.end(segment);
                walked = position == 0;
            }
        }
        return !walked || !slice.isEmpty();
    }
}
