package io.synap.engine.queue;

import io.synap.engine.Family;
import io.synap.engine.Tally;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.Slab;
import java.util.ArrayDeque;

/** The memory that the queues of a shard share, and what is to be freed of it. Confined to the shard's lock. */
final class QueueMemory {
    /** What was set aside at once, to be freed a little at a time. */
    interface Remains {
        /** Frees about so many messages; false when nothing is left. */
        boolean free(int most);
    }

    /** What an item of an index takes, about. */
    static final int INDEX_ITEM_BYTES = 32;

    private record Retired(Remains remains, long lastImage) {}

    private static final int FREED_PER_SLICE = 1024;
    private static final int BURIALS_PER_SLICE = 64;

    /** Messages only, so that its pages can be emptied. */
    final Slab messages;

    /** Nodes of indexes, pages of addresses, deduplication ids. */
    final Slab nodes;

    final LargeValues largePayloads;
    final ImageUnits units;
    final long hashSeed;
    final Tally used = new Tally();
    private final ArrayDeque<Retired> retired = new ArrayDeque<>();

    QueueMemory(Family.Parts parts) {
        messages = new Slab(parts.pool());
        nodes = new Slab(parts.pool());
        largePayloads = new LargeValues(parts.pool());
        units = parts.units();
        hashSeed = parts.hashSeed();
    }

    /** Frees a message's block, and its payload unless somebody still reads it. */
    void free(long message) {
        if (Message.isLarge(message)) {
            largePayloads.disown(Message.pieces(message));
        }
        messages.free(message);
    }

    /** Frees what was set aside, once no image reads it any more. */
    void retire(Remains remains) {
        retired.add(new Retired(remains, units.lastImage()));
    }

    /** Frees a little of what was set aside, and empties sparse pages; true if there is more to do. */
    boolean tidy(Slab.Tenant tenant) {
        boolean more = largePayloads.bury(BURIALS_PER_SLICE);
        Retired first = retired.peek();
        if (first == null) {
            // What is set aside belongs to no queue, so pages could not be emptied of it.
            return messages.empty(tenant) || more;
        }
        if (units.isRead(first.lastImage())) {
            return more;
        }
        if (!first.remains().free(FREED_PER_SLICE)) {
            retired.remove();
        }
        return true;
    }

    /** Physical bytes of blocks. */
    long slabBytes() {
        return messages.pageBytes() + nodes.pageBytes() + largePayloads.slabBytes();
    }

    /** Frees everything at once. */
    void reset() {
        retired.clear();
        long value = largePayloads.takeOwned();
        while (value != 0) {
            value = largePayloads.releaseFirst(value);
        }
        while (largePayloads.bury(Integer.MAX_VALUE)) {
            // Until nothing is left.
        }
        var _ = messages.takeAll().freePages(Integer.MAX_VALUE);
        var _ = nodes.takeAll().freePages(Integer.MAX_VALUE);
        used.reset();
    }
}
