package io.synap.engine.stream;

import io.synap.engine.index.OrderedIndex;
import io.synap.engine.memory.Slab;
import io.synap.protocol.operation.EventFields;

/**
 * Events of a shard's rooms by their correlation_id and by their causation_id, in the order in which they were
 * appended. Confined to its shard's lock. It follows from the events, so it is no part of images; it may
 * still name events that are gone, until their chunk is freed, which queries leave out.
 */
final class CauseIndex {
    /** An event is named by its chunk's number and where its offset is in the chunk. */
    private static final int WITHIN_BITS = 9;

    private static final long WITHIN_MASK = (1L << WITHIN_BITS) - 1;
    /** How many items are looked at for each event that is asked for. */
    private static final int LOOKED_AT_PER_EVENT = 4;

    private final OrderedIndex correlations;
    private final OrderedIndex causations;
    private final long seed;
    private final NumberTable<Chunk> chunks;
    private final FieldCursor cursor = new FieldCursor();
    private final OrderedIndex.Item item = new OrderedIndex.Item();

    CauseIndex(Slab nodes, long seed, NumberTable<Chunk> chunks) {
        this.correlations = new OrderedIndex(nodes);
        this.causations = new OrderedIndex(nodes);
        this.seed = seed;
        this.chunks = chunks;
    }

    void add(Chunk chunk, long event) {
        long place = Event.place(event);
        long payload = ((long) chunk.number << WITHIN_BITS) | (Event.offset(event) - chunk.baseOffset);
        if (cursor.of(event).seek(EventFields.CORRELATION_ID)) {
            correlations.insert(cursor.valueHash(seed), place, payload);
        }
        if (cursor.of(event).seek(EventFields.CAUSATION_ID)) {
            causations.insert(cursor.valueHash(seed), place, payload);
        }
    }

    void remove(long event) {
        long place = Event.place(event);
        if (cursor.of(event).seek(EventFields.CORRELATION_ID)) {
            var _ = correlations.remove(cursor.valueHash(seed), place);
        }
        if (cursor.of(event).seek(EventFields.CAUSATION_ID)) {
            var _ = causations.remove(cursor.valueHash(seed), place);
        }
    }

    /** See {@link StreamSpace#correlated}. */
    long correlated(long id, int length, long after, int most, EventSink sink) {
        return find(correlations, EventFields.CORRELATION_ID, id, length, after, most, sink);
    }

    /** See {@link StreamSpace#caused}. */
    long caused(long id, int length, long after, int most, EventSink sink) {
        return find(causations, EventFields.CAUSATION_ID, id, length, after, most, sink);
    }

    private long find(OrderedIndex index, int field, long id, int length, long after, int most, EventSink sink) {
        long hash = FieldCursor.hash(id, length, seed);
        long place = after;
        int found = 0;
        for (int looked = 0; index.seek(hash, place + 1, item) && item.major == hash; looked++) {
            if (found == most || looked >= (long) most * LOOKED_AT_PER_EVENT) {
                return place;
            }
            place = item.minor;
            Chunk chunk = chunks.get(item.payload >>> WITHIN_BITS);
            if (chunk == null || chunk.dropped) {
                continue;
            }
            long event = chunk.find(chunk.baseOffset + (item.payload & WITHIN_MASK));
            if (event != 0 && cursor.of(event).seek(field) && cursor.valueIs(id, length)) {
                found++;
                sink.event(chunk.room, event);
            }
        }
        return -1;
    }

    /** Forgets everything, after its nodes were freed. */
    void forget() {
        correlations.forget();
        causations.forget();
    }
}
