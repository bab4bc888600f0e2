package io.synap.engine.image;

import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.Region;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.state.ShardImage;
import java.io.IOException;
import java.util.Arrays;

/**
 * Items of an image: filled under the shard's lock, handed to the sink outside it. Confined to whoever
 * holds it at the time.
 *
 * <p>An item is an i64 version and an operation in its encoded form. A large value is only retained; the
 * whole is put together when it is handed out.
 */
public final class ImageItems implements AutoCloseable {
    public static final int VERSION_BYTES = 8;

    private Region region;
    private long length;
    /** Of the items with a large value: where they begin and end here, the value, and its owner. */
    private long[] large = new long[0];

    private long[] tails = new long[0];
    private long[] values = new long[0];
    private LargeValues[] owners = new LargeValues[0];
    private int largeCount;
    /** How many of them have been handed out and released. */
    private int largeReleased;

    public ImageItems(long bytes) {
        this.region = Region.map(Math.max(1, bytes));
    }

    /** The memory that is taken. */
    public long bytes() {
        return region.bytes();
    }

    /** How much of it is filled. */
    public long used() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** Makes sure that so many bytes more fit. */
    public void ensure(long more) {
        if (region.bytes() - length >= more) {
            return;
        }
        Region larger = Region.map(length + more);
        Memory.copy(region.address(), larger.address(), length);
        region.close();
        region = larger;
    }

    /** The room that an item takes, without a large value. */
    public static long itemBytes(int flags, int keyLength, long valueLength) {
        return (long) VERSION_BYTES + EncodedOperation.prefixLength(flags) + keyLength + valueLength;
    }

    /** Begins an item; returns where its key goes, and behind the key its value. */
    public long begin(
            long version, byte type, int flags, int keyLength, int valueLength, long deadline, long argument) {
        long item = region.address() + length;
        Memory.putLong(item, version);
        return EncodedOperation.putPrefix(
                item + VERSION_BYTES, type, flags, keyLength, valueLength, deadline, argument);
    }

    /** Begins an item without flags about a name; what is to be written is its body. */
    public ItemWriter begin(long version, byte type, byte[] name) {
        long at = begin(version, type, 0, name.length, 0, 0, 0);
        Memory.copy(name, 0, at, name.length);
        return new ItemWriter(at + name.length);
    }

    /** Ends the item whose body was written. */
    public void end(ItemWriter body) {
        end(body.position());
    }

    /** Ends the item, which goes up to there. */
    public void end(long end) {
        long operation = region.address() + length + VERSION_BYTES;
        int head = EncodedOperation.prefixLength(EncodedOperation.flags(operation))
                + EncodedOperation.keyLength(operation);
        Memory.putInt(operation + 8, (int) (end - operation - head));
        length = end - region.address();
    }

    /** Ends the item with a large value behind what goes up to there, and retains it. */
    public void endWithLarge(long end, LargeValues owner, long pieces) {
        long item = length;
        end(end);
        long operation = region.address() + item + VERSION_BYTES;
        Memory.putInt(operation + 8, EncodedOperation.valueLength(operation) + LargeValues.length(pieces));
        owner.retain(pieces);
        if (largeCount == large.length) {
            int capacity = Math.max(16, 2 * largeCount);
            large = Arrays.copyOf(large, capacity);
            tails = Arrays.copyOf(tails, capacity);
            values = Arrays.copyOf(values, capacity);
            owners = Arrays.copyOf(owners, capacity);
        }
        large[largeCount] = item;
        tails[largeCount] = length;
        values[largeCount] = pieces;
        owners[largeCount] = owner;
        largeCount++;
    }

    /** Hands the items to the sink, in their order, and forgets them. */
    public void drain(ShardImage.Sink sink) throws IOException {
        long from = 0;
        while (largeReleased < largeCount) {
            long at = large[largeReleased];
            if (at > from) {
                sink.items(region.address() + from, at - from);
            }
            from = drainLarge(at, sink);
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
            release();
        }
        length = 0;
        largeCount = 0;
        largeReleased = 0;
    }

    /** Hands out the item at this offset; returns the offset behind it. */
    private long drainLarge(long at, ShardImage.Sink sink) throws IOException {
        long pieces = values[largeReleased];
        int tail = LargeValues.length(pieces);
        int head = (int) (tails[largeReleased] - at);
        try (Region whole = Region.map((long) head + tail)) {
            Memory.copy(region.address() + at, whole.address(), head);
            LargeValues.copy(pieces, 0, tail, whole.address() + head);
            sink.items(whole.address(), (long) head + tail);
        }
        release();
        return at + head;
    }

    private void release() {
        owners[largeReleased].release(values[largeReleased]);
        largeReleased++;
    }
}
