package io.synap.engine.stream;

import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.SizeClasses;
import io.synap.engine.memory.Slab;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.OperationType;

/**
 * Some hundred events of a room that follow each other, in one block. Confined to its shard's lock.
 *
 * <pre>
 *  0  i64  the chunk's number in the shard, negated: so it is no address
 *  8  i64  offset of the first event that was put in
 * 16  i64  milliseconds of its id
 * 24  events, see {@link Event}
 *     free
 *     for each event, from the block's end downwards, u16: where it begins
 * </pre>
 *
 * An event that is removed loses its slot in the directory at the end; its bytes stay until they are more
 * than half, then the block is written anew. What a chunk takes in does not depend on that: so chunks have
 * the same bounds on every copy.
 */
final class Chunk extends ImageUnit {
    static final int SLOT_BYTES = 2;
    /** What a chunk takes beside its events, with what growing leaves free: logical bytes. */
    static final int OVERHEAD_BYTES = 192;
    /** So many events share a chunk at most, holes included. */
    static final int EVENTS_MAX = 512;

    private static final int HEADER_BYTES = 24;
    private static final int BLOCK_BYTES_MIN = 192;
    private static final int BLOCK_BYTES_MAX = 32_736;
    private static final int FILLED_BYTES_MAX = BLOCK_BYTES_MAX - HEADER_BYTES;

    final Room room;
    final long baseOffset;
    /** In the shard's table of chunks. */
    int number;

    long block;
    private int capacity;
    /** From the block's beginning on. */
    private int used;
    /** Bytes of all events that were ever put in, with their slots. */
    private int filled;
    /** The directory's slots from first to before end are of living events. */
    private int first;

    private int end;
    /** Bytes of the living events in the block. */
    private int living;
    /** What the living events count for, see {@link Event#bytes}. */
    long bytes;

    private boolean large;
    /** Whether some event refers to something outside, or is referred to. */
    boolean entangled;
    /** Whether it is no part of its room any more. */
    boolean dropped;

    Chunk(Room room, long baseOffset) {
        this.room = room;
        this.baseOffset = baseOffset;
    }

    static long baseOffset(long block) {
        return Memory.getLong(block + 8);
    }

    static long baseMillis(long block) {
        return Memory.getLong(block + 16);
    }

    /** The number of the chunk that a block belongs to; negative when the block is free. */
    static long numberOf(long block) {
        return -1 - Memory.getLong(block);
    }

    /** The living events. */
    int count() {
        return end - first;
    }

    /** All that was ever put in. */
    int filled() {
        return filled;
    }

    /** A living event by its place among them. */
    long event(int at) {
        return block + Memory.getUnsignedShort(slot(first + at));
    }

    long firstEvent() {
        return event(0);
    }

    long lastEvent() {
        return event(count() - 1);
    }

    /** The place of the first living event whose offset is not below the given one; count when none is. */
    int ceiling(long offset) {
        int low = 0;
        int high = count();
        // Mostly nothing is missing.
        long guess = offset - baseOffset - first;
        if (guess >= 0 && guess < high && Event.offset(event((int) guess)) == offset) {
            return (int) guess;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Event.offset(event(middle)) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The living event with this offset; 0 when there is none. */
    long find(long offset) {
        int place = ceiling(offset);
        if (place == count()) {
            return 0;
        }
        long event = event(place);
        return Event.offset(event) == offset ? event : 0;
    }

    /** The place of the first living event whose id is not below the given one; count when none is. */
    int ceilingOfId(long millis, long number) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Event.compareId(event(middle), millis, number) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The place of the first living event that was not appended before that time; count when none is. */
    int ceilingOfTime(long time) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Event.time(event(middle)) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether an event of so many bytes may be put in. */
    boolean takes(int length, long offset, long millis) {
        return !large
                && filled + length + SLOT_BYTES <= FILLED_BYTES_MAX
                && offset - baseOffset < EVENTS_MAX
                && (millis - baseMillis(block)) >>> 32 == 0;
    }

    /** Makes the block, for a first event of so many bytes. */
    void open(Slab slab, long baseMillis, int length) {
        allocate(slab, HEADER_BYTES + length + SLOT_BYTES);
        Memory.putLong(block + 16, baseMillis);
        used = HEADER_BYTES;
    }

    private void allocate(Slab slab, int bytes) {
        capacity = SizeClasses.blockBytes(Math.max(BLOCK_BYTES_MIN, bytes));
        block = slab.allocate(capacity);
        Memory.putLong(block, -1L - number);
        Memory.putLong(block + 8, baseOffset);
    }

    /**
     * Makes room for an event of so many bytes and returns where it goes. Its length, flags, fields and id
     * are to be written, then {@link #added} follows.
     */
    long reserve(Slab slab, int length, long offset, long millis) {
        int needed = used + length + (end + 1) * SLOT_BYTES;
        if (needed > capacity) {
            grow(slab, Math.max(needed, Math.min(2 * capacity, BLOCK_BYTES_MAX)));
        }
        long event = block + used;
        Memory.putShort(event, (short) used);
        Memory.putShort(event + 2, (short) length);
        Memory.putShort(event + 4, (short) (offset - baseOffset));
        Memory.putInt(event + 8, (int) (millis - baseMillis(block)));
        return event;
    }

    /** The event that {@link #reserve} made room for has its content. */
    void added(long event) {
        int length = Event.length(event);
        Memory.putShort(slot(end), (short) used);
        end++;
        used += length;
        filled += length + SLOT_BYTES;
        living += length;
        bytes += Event.bytes(event);
        large |= Event.isLarge(event);
        entangled |= Event.has(event, Event.LARGE | Event.CAUSAL | Event.KEYED);
    }

    private void grow(Slab slab, int wanted) {
        long before = block;
        int capacityBefore = capacity;
        long millis = baseMillis(before);
        allocate(slab, wanted);
        Memory.putLong(block + 16, millis);
        Memory.copy(before + HEADER_BYTES, block + HEADER_BYTES, used - HEADER_BYTES);
        int directory = end * SLOT_BYTES;
        Memory.copy(before + capacityBefore - directory, block + capacity - directory, directory);
        slab.free(before);
    }

    /** Takes out a living event by its place among them. What it refers to has been let go already. */
    void remove(Slab slab, int at) {
        long event = event(at);
        bytes -= Event.bytes(event);
        living -= Event.length(event);
        if (at == 0) {
            first++;
        } else {
            // The slots behind go one up, towards the end of the block.
            long from = slot(end - 1);
            Memory.copy(from, from + SLOT_BYTES, (long) (end - 1 - (first + at)) * SLOT_BYTES);
            end--;
        }
        if (count() > 0 && 2 * living < used - HEADER_BYTES && capacity > BLOCK_BYTES_MIN) {
            rewrite(slab);
        }
    }

    /** Writes the living events to a block of their size. */
    private void rewrite(Slab slab) {
        long before = block;
        int count = count();
        int wanted = HEADER_BYTES + living + count * SLOT_BYTES;
        int directory = first;
        int capacityBefore = capacity;
        long millis = baseMillis(before);
        allocate(slab, wanted);
        Memory.putLong(block + 16, millis);
        long at = block + HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            long event =
                    before + Memory.getUnsignedShort(before + capacityBefore - (long) (directory + i + 1) * SLOT_BYTES);
            int length = Event.length(event);
            Memory.copy(event, at, length);
            Event.moved(at, block);
            Memory.putShort(slot(i), (short) (at - block));
            at += length;
        }
        first = 0;
        end = count;
        used = (int) (at - block);
        slab.free(before);
    }

    /** Moves the block as it is; see {@link Slab#empty}. */
    void move(Slab slab) {
        long before = block;
        block = slab.allocate(capacity);
        Memory.copy(before, block, capacity);
        slab.free(before);
    }

    private long slot(int at) {
        return block + capacity - (long) (at + 1) * SLOT_BYTES;
    }

    @Override
    protected long imageBytes() {
        return ImageItems.itemBytes(0, room.name().length, 32L + living);
    }

    /**
     * The item, see {@link OperationType#CHUNK_ITEM}: i64 base offset, i64 its milliseconds, i32 filled, i32 how
     * many events, then the events; the large value of a large one comes last, and the event's reference to
     * it is 0.
     */
    @Override
    protected void writeTo(ImageItems target) {
        byte[] name = room.name();
        long at = target.begin(0, OperationType.CHUNK_ITEM, 0, name.length, 0, 0, 0);
        Memory.copy(name, 0, at, name.length);
        at += name.length;
        Memory.putLong(at, baseOffset);
        Memory.putLong(at + 8, baseMillis(block));
        Memory.putInt(at + 16, filled);
        Memory.putInt(at + 20, count());
        at += 24;
        for (int i = 0; i < count(); i++) {
            long event = event(i);
            int length = Event.length(event);
            Memory.copy(event, at, length);
            Memory.putShort(at, (short) 0);
            at += length;
        }
        if (large) {
            long pieces = Event.pieces(firstEvent());
            Memory.putLong(at - 8, 0);
            target.endWithLarge(at, room.space().larges, pieces);
        } else {
            target.end(at);
        }
    }

    /** Puts back what {@link #writeTo} wrote, from behind the base on. */
    void restore(Slab slab, LargeValues larges, long item, long itemEnd) {
        int count = Memory.getInt(item + 4);
        long at = item + 8;
        for (int i = 0; i < count; i++) {
            at = restoreEvent(slab, larges, at, itemEnd);
        }
        check(large ? count == 1 : at == itemEnd);
        filled = Memory.getInt(item);
        check(filled >= living + count * SLOT_BYTES && filled <= FILLED_BYTES_MAX);
    }

    private long restoreEvent(Slab slab, LargeValues larges, long from, long itemEnd) {
        check(itemEnd - from >= Event.HEADER_BYTES);
        int length = Event.length(from);
        check(length >= Event.headLength(Event.flags(from)) && length <= itemEnd - from && !large);
        long offset = baseOffset + Memory.getUnsignedShort(from + 4);
        check(offset - baseOffset < EVENTS_MAX && (count() == 0 || offset > Event.offset(lastEvent())));
        long millis = baseMillis(block) + (Memory.getInt(from + 8) & 0xffff_ffffL);
        long event = reserve(slab, length, offset, millis);
        int placed = Memory.getUnsignedShort(event);
        Memory.copy(from, event, length);
        Memory.putShort(event, (short) placed);
        if (Event.isLarge(event)) {
            int largeLength = (int) (itemEnd - from - length);
            check(largeLength > 0);
            long pieces = larges.create(largeLength);
            LargeValues.write(pieces, 0, largeLength, from + length);
            Memory.putLong(Event.fields(event), pieces);
        }
        added(event);
        return from + length;
    }

    private void check(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("image: a chunk of events is malformed");
        }
    }
}
