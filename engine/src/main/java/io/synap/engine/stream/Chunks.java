package io.synap.engine.stream;

import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.PagePool;
import io.synap.engine.memory.Slab;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all chunks of a shard. Confined to its shard's lock.
 *
 * <p>A chunk that is dropped is no part of the state any more at once; it is set aside and freed later,
 * a few with each change and in housekeeping, but not before the images that have still to read it did.
 */
final class Chunks implements Slab.Tenant {
    /** A step is to let go one event; freeing a chunk counts for some. */
    private static final int STEPS_PER_CHUNK = 32;

    private static final int STEPS_PER_CHANGE = 2 * STEPS_PER_CHUNK;
    private static final int STEPS_PER_SLICE = 8 * STEPS_PER_CHUNK;
    private static final int RETIRED_PER_SLICE = 8;
    private static final int PIECES_PER_SLICE = 32;

    final LargeValues larges;
    final ImageUnits units;
    private final NumberTable<Chunk> chunks;
    private final ArrayDeque<Chunk> aside = new ArrayDeque<>();
    /** How many events of the first of them were let go. */
    private int forgotten;
    /** Slabs that a reset left behind, and a chain of large values. */
    private final ArrayDeque<Slab> retired = new ArrayDeque<>();

    private final CauseIndex causes;
    private long retiredLarges;
    private Slab slab;

    Chunks(PagePool pool, ImageUnits units, NumberTable<Chunk> chunks, CauseIndex causes) {
        this.units = units;
        this.chunks = chunks;
        this.causes = causes;
        this.larges = new LargeValues(pool);
        this.slab = new Slab(pool);
    }

    Slab slab() {
        return slab;
    }

    /** Adds a chunk for a first event of so many bytes to a room. */
    Chunk open(Room room, long offset, long millis, int length) {
        Chunk chunk = new Chunk(room, offset);
        chunk.number = chunks.next();
        chunks.put(chunk.number, chunk);
        chunk.open(slab, millis, length);
        units.add(chunk);
        room.addChunk(chunk);
        return chunk;
    }

    /** Sets a chunk aside that its room has no more. */
    void drop(Chunk chunk) {
        units.setAside(chunk);
        chunk.dropped = true;
        aside.add(chunk);
    }

    /** Frees a few chunks, as each change does. */
    void bury() {
        if (!aside.isEmpty()) {
            var _ = bury(STEPS_PER_CHANGE);
        }
    }

    /** Frees chunks by so many steps; true if there are more that can be freed. */
    private boolean bury(int steps) {
        int left = steps;
        while (left > 0) {
            Chunk chunk = aside.peek();
            if (chunk == null || units.isNeeded(chunk)) {
                return false;
            }
            KeyIndex keys = chunk.room.keys;
            for (; chunk.entangled && forgotten < chunk.count() && left > 0; left--) {
                forget(chunk.event(forgotten++), keys);
            }
            if (!chunk.entangled || forgotten == chunk.count()) {
                aside.remove();
                forgotten = 0;
                slab.free(chunk.block);
                units.remove(chunk);
                chunks.remove(chunk.number);
                left -= STEPS_PER_CHUNK;
            }
        }
        return !aside.isEmpty();
    }

    /** Lets go what an event refers to and what refers to it. */
    void forget(long event, @Nullable KeyIndex keys) {
        if (Event.has(event, Event.CAUSAL)) {
            causes.remove(event);
        }
        if (keys != null && Event.has(event, Event.KEYED)) {
            keys.remove(event);
        }
        if (Event.isLarge(event)) {
            larges.disown(Event.pieces(event));
        }
    }

    /** Housekeeping in a slice; true if there is more. */
    boolean tidy() {
        boolean more = bury(STEPS_PER_SLICE);
        more |= larges.bury(PIECES_PER_SLICE);
        more |= slab.empty(this);
        return freeRetired() || more;
    }

    private boolean freeRetired() {
        for (int i = 0; i < RETIRED_PER_SLICE && retiredLarges != 0; i++) {
            retiredLarges = larges.releaseFirst(retiredLarges);
        }
        Slab first = retired.peek();
        if (first != null && first.freePages(RETIRED_PER_SLICE) == 0) {
            retired.remove();
        }
        return retiredLarges != 0 || !retired.isEmpty();
    }

    @Override
    public void move(long block) {
        Chunk chunk = chunks.get(Chunk.numberOf(block));
        if (chunk != null && chunk.block == block) {
            chunk.move(slab);
        }
    }

    /** Forgets everything, and frees it later. */
    void reset(Slab nodes) {
        retired.add(slab.takeAll());
        retired.add(nodes.takeAll());
        while (retiredLarges != 0) {
            retiredLarges = larges.releaseFirst(retiredLarges);
        }
        retiredLarges = larges.takeOwned();
        chunks.clear();
        aside.clear();
        forgotten = 0;
    }

    /** Physical bytes, without whole pieces of large values. */
    long slabBytes() {
        return slab.pageBytes() + larges.slabBytes();
    }
}
