package io.synap.engine.stream;

import io.synap.engine.index.OrderedIndex;
import io.synap.engine.memory.Slab;
import io.synap.protocol.operation.EventFields;

/**
 * Which event of a compacted room has which key. Confined to its shard's lock. It follows from the events, so it
 * is no part of images; it may still name events that are gone, until their chunk is freed.
 */
final class KeyIndex {
    private static final int FREED_PER_SLICE = 256;

    private final OrderedIndex offsets;
    private final long seed;
    private final FieldCursor cursor = new FieldCursor();
    private final FieldCursor otherCursor = new FieldCursor();
    private final OrderedIndex.Item item = new OrderedIndex.Item();

    KeyIndex(Slab nodes, long seed) {
        this.offsets = new OrderedIndex(nodes);
        this.seed = seed;
    }

    /** The offset of the room's event with the same key as a given one has, other than that; -1 for none. */
    long findOther(Room room, long event) {
        long hash = hashOf(event);
        long own = Event.offset(event);
        long from = 0;
        while (offsets.seek(hash, from, item) && item.major == hash) {
            long offset = item.minor;
            long other = offset == own ? 0 : room.event(offset);
            if (other != 0 && sameKey(event, other)) {
                return offset;
            }
            from = offset + 1;
        }
        return -1;
    }

    private boolean sameKey(long event, long other) {
        return cursor.of(event).seek(EventFields.KEY)
                && otherCursor.of(other).seek(EventFields.KEY)
                && cursor.sameValue(otherCursor);
    }

    void add(long event) {
        offsets.insert(hashOf(event), Event.offset(event), 0);
    }

    /** Forgets an event, if it is known. */
    void remove(long event) {
        var _ = offsets.remove(hashOf(event), Event.offset(event));
    }

    /** Frees a part; true if there is more. */
    boolean freeSome() {
        for (int i = 0; i < FREED_PER_SLICE && !offsets.isEmpty(); i++) {
            var _ = offsets.remove(offsets.firstMajor(), offsets.firstMinor());
        }
        return !offsets.isEmpty();
    }

    private long hashOf(long event) {
        if (!cursor.of(event).seek(EventFields.KEY)) {
            throw new IllegalStateException("an event without a key");
        }
        return cursor.valueHash(seed);
    }
}
