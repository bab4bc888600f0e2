package io.synap.server.stream;

import io.synap.engine.stream.Event;
import io.synap.engine.stream.EventSink;
import io.synap.engine.stream.StreamSpace;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.Bytes;
import io.synap.server.node.Access;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks all rooms for events by correlation_id and causation_id. Confined to its access' thread.
 *
 * <p>One shard is locked at a time, for a bounded slice; so an answer over several shards is not of one
 * moment. Events of a shard come in the order in which they were appended, shards one after another.
 */
public final class CauseQueries {
    private static final int SLICE_EVENTS = 128;

    /** Where a query goes on. */
    public record Cursor(int shard, long after) {
        public static final Cursor BEGIN = new Cursor(0, 0);
    }

    private interface Query {
        long slice(StreamSpace rooms, long after, int most, EventSink sink);
    }

    private final Access access;
    private final NativeBuffer scratch = new NativeBuffer(256);
    private int found;
    private boolean complete;

    public CauseQueries(Access access) {
        this.access = access;
    }

    /**
     * Hands out events with a correlation_id, at most so many.
     *
     * @return where to go on; null when that was all
     */
    public @Nullable Cursor correlated(long id, int length, Cursor from, int most, EventSink sink) {
        return run((rooms, after, slice, to) -> rooms.correlated(id, length, after, slice, to), from, most, sink);
    }

    /** As {@link #correlated}, by causation_id: what an event caused directly. */
    public @Nullable Cursor caused(long id, int length, Cursor from, int most, EventSink sink) {
        return run((rooms, after, slice, to) -> rooms.caused(id, length, after, slice, to), from, most, sink);
    }

    private @Nullable Cursor run(Query query, Cursor from, int most, EventSink sink) {
        found = 0;
        EventSink counting = (room, event) -> {
            found++;
            sink.event(room, event);
        };
        long after = from.after();
        for (int shard = from.shard(); shard < Slots.SHARDS; shard++) {
            while (after >= 0) {
                if (found >= most) {
                    return new Cursor(shard, after);
                }
                after = slice(query, shard, after, Math.min(SLICE_EVENTS, most - found), counting);
            }
            after = 0;
        }
        return null;
    }

    private long slice(Query query, int shard, long after, int most, EventSink sink) {
        StreamSpace rooms = access.openAt(shard).streams();
        try {
            return query.slice(rooms, after, most, sink);
        } finally {
            access.close();
        }
    }

    /**
     * Hands out what an event caused, directly and through others: nearest first, at most so many. An event is
     * known to what it caused as {@code room:epoch:offset}, its name here; the first one may have any.
     *
     * <p>It looks into every shard for each event that it hands out, some microseconds.
     *
     * @return whether that was all
     */
    public boolean descendants(long id, int length, int most, EventSink sink) {
        ArrayDeque<Bytes> causes = new ArrayDeque<>();
        Set<Bytes> seen = new HashSet<>();
        Bytes first = Bytes.of(Memory.toArray(id, length));
        seen.add(first);
        causes.add(first);
        complete = true;
        EventSink unseen = (room, event) -> {
            Bytes name = Bytes.of(room.eventName(Event.offset(event)));
            if (seen.size() > most) {
                complete &= seen.contains(name);
            } else if (seen.add(name)) {
                causes.add(name);
                sink.event(room, event);
            }
        };
        while (complete && !causes.isEmpty()) {
            byte[] cause = causes.remove().toArray();
            long address = scratch.ensure(cause.length, 0);
            Memory.copy(cause, 0, address, cause.length);
            Cursor cursor = Cursor.BEGIN;
            while (complete && cursor != null) {
                cursor = caused(address, cause.length, cursor, SLICE_EVENTS, unseen);
            }
        }
        return complete;
    }
}
