package io.synap.server.stream;

import io.synap.engine.ValueSink;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.stream.Event;
import io.synap.engine.stream.StreamSpace;
import io.synap.protocol.memory.NativeBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events as they were under their shard's lock, to be written into an answer without it. Confined to one
 * event loop, which reuses it.
 *
 * <p>Taking events cannot fail: {@link #begin} makes room for as many as are asked for. That matters where
 * an operation hands them out in the midst of a change.
 */
public final class EventBatch implements ValueSink {
    /** Fields of so many bytes at most are copied under the lock; larger ones are held on to. */
    private static final int COPIED_BYTES_MAX = 16 * 1024;

    private static final int KEPT_BYTES_MAX = 2 * 1024 * 1024;

    private final NativeBuffer copies = new NativeBuffer(4 * 1024);
    private final NativeBuffer large = new NativeBuffer(64);
    private long[] offsets = new long[64];
    private long[] millis = new long[64];
    private long[] sequences = new long[64];
    private long[] times = new long[64];
    private int[] positions = new int[64];
    private int[] lengths = new int[64];
    private int[] counts = new int[64];
    private @Nullable LargeValue[] larges = new LargeValue[64];
    private @Nullable StreamSpace space;
    private int count;
    private int used;

    /** Forgets what was taken, and gets ready for so many events, of that shard, of so many bytes in all. */
    public void begin(StreamSpace from, int eventsMax, long bytesMax) {
        clear();
        space = from;
        // The last one that is taken may go beyond what is asked for.
        copies.ensure(Math.addExact(bytesMax, COPIED_BYTES_MAX), 0);
        if (eventsMax > offsets.length) {
            offsets = new long[eventsMax];
            millis = new long[eventsMax];
            sequences = new long[eventsMax];
            times = new long[eventsMax];
            positions = new int[eventsMax];
            lengths = new int[eventsMax];
            counts = new int[eventsMax];
            larges = new LargeValue[eventsMax];
        }
    }

    /** Takes an event; the shard is locked. */
    @Override
    public void value(long event) {
        int length = Event.fieldsLength(event);
        offsets[count] = Event.offset(event);
        millis[count] = Event.idMillis(event);
        sequences[count] = Event.idNumber(event);
        times[count] = Event.time(event);
        counts[count] = Event.fieldCount(event);
        lengths[count] = length;
        positions[count] = used;
        StreamSpace from = space;
        if (Event.isLarge(event) && from != null) {
            larges[count] = from.retainLarge(event);
        } else {
            Event.copyFields(event, copies.address() + used);
            used += length;
        }
        count++;
    }

    public int count() {
        return count;
    }

    public long offset(int index) {
        return offsets[index];
    }

    public long millis(int index) {
        return millis[index];
    }

    public long sequence(int index) {
        return sequences[index];
    }

    /** When it was appended, milliseconds since 1970. */
    public long time(int index) {
        return times[index];
    }

    /** How many fields it has. */
    public int fieldCount(int index) {
        return counts[index];
    }

    /** Where its fields are, in one piece; valid until asked for another. */
    public long fields(int index) {
        LargeValue pieces = larges[index];
        if (pieces == null) {
            return copies.address() + positions[index];
        }
        long target = large.ensure(lengths[index], 0);
        pieces.copy(0, lengths[index], target);
        return target;
    }

    public int fieldsLength(int index) {
        return lengths[index];
    }

    /** Lets go of everything. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            LargeValue pieces = larges[i];
            if (pieces != null) {
                pieces.close();
            }
        }
        Arrays.fill(larges, 0, count, null);
        count = 0;
        used = 0;
        copies.shrinkTo(KEPT_BYTES_MAX);
        large.shrinkTo(KEPT_BYTES_MAX);
    }
}
