package io.synap.engine;

import io.synap.engine.memory.Region;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.state.ShardImage;
import java.io.IOException;
import java.util.Arrays;

/**
 * Items of an image: filled under the shard's lock, handed to the sink outside it. Confined to whoever
 * holds it at the time.
 *
 * <p>An item is an i64 version and a SET. Of a large value only the address of its retained pieces is
 * kept; the whole is put together when it is handed out.
 */
final class ImageItems implements AutoCloseable {
    private static final int VERSION_BYTES = 8;
    private static final int PIECES_ADDRESS_BYTES = 8;

    /** The most that one entry takes here. */
    static final int ITEM_BYTES_MAX = VERSION_BYTES
            + EncodedOperation.PREFIX_BYTES_MAX
            + EncodedOperation.KEY_BYTES_MAX
            + Entry.INLINE_VALUE_BYTES_MAX;

    private final LargeValues largeValues;
    private final Region region;
    private long length;
    /** Offsets of the items with a large value. */
    private long[] large = new long[0];

    private int largeCount;
    /** How many of them have been handed out and released. */
    private int largeReleased;

    ImageItems(LargeValues largeValues, long bytes) {
        this.largeValues = largeValues;
        this.region = Region.map(bytes);
    }

    long bytes() {
        return region.bytes();
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean hasRoom() {
        return region.bytes() - length >= ITEM_BYTES_MAX;
    }

    /** The room that an entry takes. */
    static long itemBytes(long entry) {
        return (long) VERSION_BYTES
                + EncodedOperation.prefixLength(flags(entry))
                + Entry.keyLength(entry)
                + (Entry.isLarge(entry) ? PIECES_ADDRESS_BYTES : Entry.valueLength(entry));
    }

    void add(long entry) {
        long item = region.address() + length;
        int valueLength = Entry.valueLength(entry);
        int keyLength = Entry.keyLength(entry);
        Memory.putLong(item, Entry.version(entry));
        long at = EncodedOperation.putPrefix(
                item + VERSION_BYTES,
                OperationType.SET,
                flags(entry),
                keyLength,
                valueLength,
                Entry.deadline(entry),
                0);
        if (Entry.isLarge(entry)) {
            largeValues.retain(Entry.pieces(entry));
            if (largeCount == large.length) {
                large = Arrays.copyOf(large, Math.max(16, 2 * largeCount));
            }
            large[largeCount++] = length;
            Memory.copy(Entry.key(entry), at, keyLength);
            Memory.putLong(at + keyLength, Entry.pieces(entry));
        } else {
            Memory.copy(Entry.key(entry), at, keyLength + (long) valueLength);
        }
        length += itemBytes(entry);
    }

    /** Hands the items to the sink, in their order, and forgets them. */
    void drain(ShardImage.Sink sink) throws IOException {
        long from = 0;
        while (largeReleased < largeCount) {
            long at = large[largeReleased];
            if (at > from) {
                sink.items(region.address() + from, at - from);
            }
            from = at + drainLarge(region.address() + at, sink);
        }
        if (length > from) {
            sink.items(region.address() + from, length - from);
        }
        clear();
    }

    @Override
    public void close() {
        clear();
        region.close();
    }

    private void clear() {
        while (largeReleased < largeCount) {
            release(region.address() + large[largeReleased]);
        }
        length = 0;
        largeCount = 0;
        largeReleased = 0;
    }

    private int drainLarge(long item, ShardImage.Sink sink) throws IOException {
        long operation = item + VERSION_BYTES;
        int valueLength = EncodedOperation.valueLength(operation);
        int head = (int) (EncodedOperation.value(operation) - item);
        try (Region whole = Region.map((long) head + valueLength)) {
            Memory.copy(item, whole.address(), head);
            LargeValues.copy(pieces(item), 0, valueLength, whole.address() + head);
            sink.items(whole.address(), (long) head + valueLength);
        }
        release(item);
        return head + PIECES_ADDRESS_BYTES;
    }

    private void release(long item) {
        largeReleased++;
        largeValues.release(pieces(item));
    }

    private static long pieces(long item) {
        return Memory.getLong(EncodedOperation.value(item + VERSION_BYTES));
    }

    private static int flags(long entry) {
        return Entry.hasDeadline(entry) ? OperationFlags.HAS_DEADLINE : 0;
    }
}
