package io.synap.engine;

import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.OutOfOffHeapMemoryError;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.state.ImageOverrunException;
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
 *
 * <p>After the keys come the units of the other families, in the same way.
 */
final class Image implements ShardImage, ImageUnits.Reader {
    /** What may be saved and not yet handed out. */
    static final long SAVED_BYTES_MAX = 64L << 20;

    private static final int SLICE_BYTES = 192 << 10;
    private static final int SLICE_ENTRIES_MAX = 512;
    /** The most that one entry takes in a slice. */
    private static final int ITEM_BYTES_MAX = ImageItems.VERSION_BYTES
            + EncodedOperation.PREFIX_BYTES_MAX
            + EncodedOperation.KEY_BYTES_MAX
            + Entry.INLINE_VALUE_BYTES_MAX;

    private final Shard shard;
    private final KeySpace keys;
    private final ImageUnits units;
    private final int unitPlace;
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
    /** Where to go on among the units; -1 at the end. */
    private int unitAt;
    /** The shard's table, or the one that was set aside. */
    private KeyTable table;

    private @Nullable Retired retired;
    /** Whether the image has its place among those that changes concern. */
    private boolean placed = true;

    private boolean closed;

    /** Begins an image; the caller holds the lock. */
    Image(Shard shard, KeySpace keys, ImageUnits units, long savedBytesMax) {
        this.shard = shard;
        this.keys = keys;
        this.table = keys.table;
        this.savedBytesMax = savedBytesMax;
        this.sequence = shard.sequence();
        this.time = shard.time();
        this.mark = keys.images.newMark();
        this.place = keys.images.freePlace();
        this.slice = new ImageItems(SLICE_BYTES);
        this.units = units;
        keys.images.add(this, place);
        this.unitPlace = units.open(this);
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
                throw new ImageOverrunException("the image of shard " + shard.index() + " at sequence " + sequence
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
        long earlierBytes = earlier.bytes();
        try (earlier) {
            earlier.drain(sink);
        }
        shard.lock();
        savedBytes -= earlierBytes;
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
            units.close(unitPlace);
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
            bytes += slot == 0 ? 0 : itemBytes(Segment.entry(slot));
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
        ImageItems items = itemsFor(bytes);
        if (items == null) {
            return false;
        }
        for (int at = from; at < Segment.SLOTS; at++) {
            long slot = Segment.slot(segment, at);
            if (slot != 0) {
                add(items, Segment.entry(slot));
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
        while (!walked && entries < SLICE_ENTRIES_MAX && segments < 4 && hasRoom()) {
            long segment = table.segment(position);
            if (Segment.mark(segment, place) == mark) {
                slotAt = Segment.SLOTS;
            }
            while (slotAt < Segment.SLOTS && entries < SLICE_ENTRIES_MAX && hasRoom()) {
                long slot = Segment.slot(segment, slotAt++);
                if (slot != 0) {
                    add(slice, Segment.entry(slot));
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
        if (walked && unitAt >= 0) {
            unitAt = units.read(unitPlace, unitAt, slice, SLICE_BYTES);
        }
        return !walked || unitAt >= 0 || !slice.isEmpty();
    }

    @Override
    public void save(ImageUnit unit) {
        if (overrun) {
            return;
        }
        long bytes = units.bytesOf(unit);
        ImageItems items = savedBytes + bytes > savedBytesMax ? null : itemsFor(bytes);
        if (items == null) {
            overrun();
            return;
        }
        units.write(unit, items);
        saved.add(items);
        savedBytes += items.bytes();
    }

    private static @Nullable ImageItems itemsFor(long bytes) {
        try {
            return new ImageItems(bytes);
        } catch (OutOfOffHeapMemoryError e) {
            return null;
        }
    }

    private boolean hasRoom() {
        return slice.bytes() - slice.used() >= ITEM_BYTES_MAX;
    }

    private static long itemBytes(long entry) {
        return ImageItems.itemBytes(
                flags(entry), Entry.keyLength(entry), Entry.isLarge(entry) ? 0 : Entry.valueLength(entry));
    }

    private void add(ImageItems items, long entry) {
        int keyLength = Entry.keyLength(entry);
        boolean large = Entry.isLarge(entry);
        int bytes = keyLength + (large ? 0 : Entry.valueLength(entry));
        long at = items.begin(
                Entry.version(entry), OperationType.SET, flags(entry), keyLength, 0, Entry.deadline(entry), 0);
        Memory.copy(Entry.key(entry), at, bytes);
        if (large) {
            items.endWithLarge(at + bytes, keys.largeValues, Entry.pieces(entry));
        } else {
            items.end(at + bytes);
        }
    }

    private static int flags(long entry) {
        return Entry.hasDeadline(entry) ? OperationFlags.HAS_DEADLINE : 0;
    }
}
