package io.synap.engine.stream;

import io.synap.engine.ValueSink;
import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.index.Named;
import io.synap.engine.memory.LargeValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A room: its events by offset, by id and by time. Confined to its shard's lock; what it returns about
 * events holds until something is appended or removed.
 *
 * <p>Offsets count up from 0 and are never used twice. Ids are two unsigned numbers, milliseconds and a
 * number, and rise with the offsets. Where events were removed are holes, which every reading skips.
 * Reading goes in slices: each call is bounded and says where to go on, and whatever was removed in between
 * is simply not there any more.
 */
public final class Room extends ImageUnit implements Named {
    /** What a room takes beside its name and its events, logical bytes. */
    static final int OVERHEAD_BYTES = 512;

    /**
     * Settings; 0 is unbounded.
     *
     * @param eventsMax how many events stay
     * @param bytesMax how many bytes of events stay
     * @param ageMillisMax how long an event stays
     * @param compacted whether an event replaces the one before it with the same key, from when it is switched on
     */
    public record Config(long eventsMax, long bytesMax, long ageMillisMax, boolean compacted) {
        public static final Config UNBOUNDED = new Config(0, 0, 0, false);

        boolean isBounded() {
            return (eventsMax | bytesMax | ageMillisMax) != 0;
        }
    }

    /** The room for chunks that an empty room keeps. */
    private static final int CHUNKS_KEPT_MAX = 8;

    private final StreamSpace space;
    private final byte[] name;
    /** In the shard's table of rooms, on this copy. */
    final int number;

    /** 0 until it is known, while an image is restored. */
    long epoch;

    long created;
    Config config = Config.UNBOUNDED;
    /** Events from here on are compacted, if any are. */
    long compactedFrom;

    long nextOffset;
    long lastMillis;
    long lastNumber;
    long removedMillis;
    long removedNumber;
    long entriesAdded;
    /** Up to here, without it, events were removed because they were the oldest. */
    long trimmedTo;

    long length;
    long bytes;
    /** When its oldest event is too old, as it is in the order of deadlines; Long.MAX_VALUE when it is not. */
    long deadline = Long.MAX_VALUE;

    @Nullable
    RoomGroups groups;

    @Nullable
    KeyIndex keys;

    private @Nullable Chunk[] chunks = new Chunk[1];
    private int first;
    private int end;

    Room(StreamSpace space, byte[] name, int number) {
        this.space = space;
        this.name = name;
        this.number = number;
    }

    @Override
    public byte[] name() {
        return name;
    }

    /** Tells its life from that of other rooms that had its name: it is never used twice in a shard. */
    public long epoch() {
        return epoch;
    }

    /** When it was made, milliseconds since 1970. */
    public long created() {
        return created;
    }

    public Config config() {
        return config;
    }

    /** Its shared groups; null when it has none. */
    public @Nullable RoomGroups groups() {
        return groups;
    }

    /** The offset of the oldest event; {@link #nextOffset} when there is none. */
    public long firstOffset() {
        return first == end ? nextOffset : Event.offset(chunk(0).firstEvent());
    }

    /** The offset that the next event will get. */
    public long nextOffset() {
        return nextOffset;
    }

    /**
     * The offset behind the last event that retention or a trim has removed; 0 when there was none. What is missing
     * from there on was removed by itself, or replaced by a later event with its key.
     */
    public long trimmedTo() {
        return trimmedTo;
    }

    /** The name of one of its events in the whole system: {@code room:epoch:offset}. */
    public byte[] eventName(long offset) {
        byte[] rest = (":" + epoch + ":" + offset).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(name, name.length + rest.length);
        System.arraycopy(rest, 0, whole, name.length, rest.length);
        return whole;
    }

    /** How many events there are. */
    public long length() {
        return length;
    }

    /** The bytes of the events that there are, as the retention counts them. */
    public long bytes() {
        return bytes;
    }

    /** The first part of the greatest id so far; 0-0 when there was none. */
    public long lastIdMillis() {
        return lastMillis;
    }

    public long lastIdNumber() {
        return lastNumber;
    }

    /** The first part of the greatest id of an event that was removed by itself; 0-0 when none was. */
    public long removedIdMillis() {
        return removedMillis;
    }

    public long removedIdNumber() {
        return removedNumber;
    }

    /** How many events were ever added, or what was set as that. */
    public long entriesAdded() {
        return entriesAdded;
    }

    /** The oldest event; 0 when there is none. */
    public long firstEvent() {
        return first == end ? 0 : chunk(0).firstEvent();
    }

    /** The newest event; 0 when there is none. */
    public long lastEvent() {
        return first == end ? 0 : chunk(chunkCount() - 1).lastEvent();
    }

    /** The event with this offset; 0 when there is none. */
    public long event(long offset) {
        int at = chunkOf(offset);
        if (at < 0) {
            return 0;
        }
        return chunk(at).find(offset);
    }

    /** The least offset of an event that is not below the given one; -1 when there is none. */
    public long ceiling(long offset) {
        int at = Math.max(0, chunkOf(offset));
        for (; at < chunkCount(); at++) {
            Chunk chunk = chunk(at);
            int place = chunk.ceiling(offset);
            if (place < chunk.count()) {
                return Event.offset(chunk.event(place));
            }
        }
        return -1;
    }

    /** The greatest offset of an event that is not above the given one; -1 when there is none. */
    public long floor(long offset) {
        int at = chunkOf(offset);
        if (at < 0) {
            return -1;
        }
        Chunk chunk = chunk(at);
        int place = chunk.ceiling(offset);
        if (place < chunk.count() && Event.offset(chunk.event(place)) == offset) {
            return offset;
        }
        return place > 0 ? Event.offset(chunk.event(place - 1)) : lastOffsetBefore(at);
    }

    /** The offset of the first event whose id is not below the given one; -1 when there is none. */
    public long ceilingOfId(long millis, long number) {
        int at = Math.max(0, chunkOfId(millis, number));
        for (; at < chunkCount(); at++) {
            Chunk chunk = chunk(at);
            int place = chunk.ceilingOfId(millis, number);
            if (place < chunk.count()) {
                return Event.offset(chunk.event(place));
            }
        }
        return -1;
    }

    /** The offset of the last event whose id is not above the given one; -1 when there is none. */
    public long floorOfId(long millis, long number) {
        int at = chunkOfId(millis, number);
        if (at < 0) {
            return -1;
        }
        Chunk chunk = chunk(at);
        int place = chunk.ceilingOfId(millis, number);
        if (place < chunk.count() && Event.compareId(chunk.event(place), millis, number) == 0) {
            return Event.offset(chunk.event(place));
        }
        return place > 0 ? Event.offset(chunk.event(place - 1)) : lastOffsetBefore(at);
    }

    /** The offset of the first event that was appended at that time or later; -1 when there is none. */
    public long ceilingOfTime(long time) {
        int low = 0;
        int high = chunkCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Event.time(chunk(middle).lastEvent()) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == chunkCount()) {
            return -1;
        }
        Chunk chunk = chunk(low);
        return Event.offset(chunk.event(chunk.ceilingOfTime(time)));
    }

    /**
     * Hands out events in order, from an offset to another, both included: at most so many, and no more
     * when they reach so many bytes.
     *
     * @return the offset to go on from, or -1 when there is nothing more up to the last one now
     */
    public long read(long from, long to, int most, long bytesMost, ValueSink sink) {
        int left = most;
        long bytesLeft = bytesMost;
        for (int at = Math.max(0, chunkOf(from)); at < chunkCount(); at++) {
            Chunk chunk = chunk(at);
            int count = chunk.count();
            for (int place = chunk.ceiling(from); place < count; place++) {
                long event = chunk.event(place);
                long offset = Event.offset(event);
                if (offset > to) {
                    return -1;
                }
                if (left == 0 || bytesLeft <= 0) {
                    return offset;
                }
                left--;
                bytesLeft -= readBytes(event);
                sink.value(event);
            }
        }
        return -1;
    }

    /** As {@link #read}, backwards: from an offset down to another, both included. */
    public long readBack(long from, long to, int most, long bytesMost, ValueSink sink) {
        int left = most;
        long bytesLeft = bytesMost;
        for (int at = chunkOf(from); at >= 0; at--) {
            Chunk chunk = chunk(at);
            int place = chunk.ceiling(from);
            if (place == chunk.count() || Event.offset(chunk.event(place)) > from) {
                place--;
            }
            for (; place >= 0; place--) {
                long event = chunk.event(place);
                long offset = Event.offset(event);
                if (offset < to) {
                    return -1;
                }
                if (left == 0 || bytesLeft <= 0) {
                    return offset;
                }
                left--;
                bytesLeft -= readBytes(event);
                sink.value(event);
            }
        }
        return -1;
    }

    private static long readBytes(long event) {
        return Event.isLarge(event) ? LargeValues.length(Event.pieces(event)) : Event.length(event);
    }

    private long lastOffsetBefore(int chunk) {
        return chunk == 0 ? -1 : Event.offset(chunk(chunk - 1).lastEvent());
    }

    /** The last chunk that begins at or before an offset; -1 when there is none. */
    private int chunkOf(long offset) {
        int low = first;
        int high = end - 1;
        if (low <= high && chunk(high - first).baseOffset <= offset) {
            return high - first;
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (chunk(middle - first).baseOffset <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high - first;
    }

    /** The last chunk whose first event's id is not above the given one; -1 when there is none. */
    private int chunkOfId(long millis, long number) {
        int low = 0;
        int high = chunkCount() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Event.compareId(chunk(middle).firstEvent(), millis, number) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    StreamSpace space() {
        return space;
    }

    /** How many blocks its events are in. */
    public int chunkCount() {
        return end - first;
    }

    /** A chunk by its place, oldest first. */
    Chunk chunk(int at) {
        Chunk chunk = chunks[first + at];
        if (chunk == null) {
            throw new IllegalStateException("room without its chunk " + at);
        }
        return chunk;
    }

    /** The chunk that an offset is in, or would be in; there must be one. */
    int chunkIndex(long offset) {
        return chunkOf(offset);
    }

    void addChunk(Chunk chunk) {
        if (end == chunks.length) {
            if (first > end / 2) {
                System.arraycopy(chunks, first, chunks, 0, end - first);
                Arrays.fill(chunks, end - first, end, null);
                end -= first;
                first = 0;
            } else {
                chunks = Arrays.copyOf(chunks, 2 * end);
            }
        }
        chunks[end++] = chunk;
    }

    void removeChunk(int at) {
        if (at == 0) {
            chunks[first++] = null;
        } else {
            System.arraycopy(chunks, first + at + 1, chunks, first + at, end - first - at - 1);
            chunks[--end] = null;
        }
        if (first == end) {
            chunks = chunks.length > CHUNKS_KEPT_MAX ? new Chunk[1] : chunks;
            first = 0;
            end = 0;
        }
    }

    /** Puts the chunks that were added into their order. */
    void sortChunks() {
        Arrays.sort(chunks, first, end, (left, right) -> Long.compare(base(left), base(right)));
    }

    private static long base(@Nullable Chunk chunk) {
        return chunk == null ? Long.MAX_VALUE : chunk.baseOffset;
    }

    @Override
    protected long imageBytes() {
        return RoomItem.bytes(this);
    }

    @Override
    protected void writeTo(ImageItems target) {
        RoomItem.write(this, target);
    }
}
