package io.synap.engine;

import io.synap.engine.memory.KeyHash;

/**
 * Walks over a shard's keys: scans, samples, the coldest of some. Confined to its shard's lock.
 *
 * <p>A scan goes through the hashes in the order of segments and, within one, of home slots. Its cursor
 * says where a segment began, how deep that was, and which home slots are done. It stops only behind an
 * empty slot, where every entry whose home lies before has been met. Entries keep their home when
 * segments split, so the rest of a split segment is scanned from the same home on; a merged one is
 * scanned whole again. So whatever is present all the time is met at least once.
 *
 * <pre>
 * cursor: bits 0-9 home slot, bits 10-14 depth, bits 15-42 topmost bits of the position
 * </pre>
 */
final class KeyWalk {
    private static final int HOME_BITS = 10;
    private static final int DEPTH_BITS = 5;
    private static final int SLOTS_PER_CALL_MIN = 64;
    private static final int SLOTS_PER_ITEM = 8;
    private static final int RANDOM_SLOTS_MAX = 1 << 16;
    private static final int SAMPLES = 8;
    private static final int SAMPLES_IN_A_ROW = 4;

    private final KeySpace keys;

    KeyWalk(KeySpace keys) {
        this.keys = keys;
    }

    long scan(long cursor, int countHint, long time, EntryVisitor visitor) {
        long position = cursor >>> (HOME_BITS + DEPTH_BITS) << (64 - KeyTable.DEPTH_MAX);
        int depth = (int) ((cursor >>> HOME_BITS) & ((1 << DEPTH_BITS) - 1));
        int from = (int) (cursor & ((1 << HOME_BITS) - 1));
        long slotsLeft = Math.max(SLOTS_PER_CALL_MIN, (long) countHint * SLOTS_PER_ITEM);
        int itemsLeft = Math.max(1, countHint);
        while (true) {
            long segment = keys.table.segment(position);
            if (Segment.depth(segment) < depth) {
                from = 0;
            }
            depth = Segment.depth(segment);
            for (int at = from; at < Segment.SLOTS; at++) {
                long slot = Segment.slot(segment, at);
                slotsLeft--;
                if (slot == 0 && (itemsLeft <= 0 || slotsLeft <= 0) && at + 1 < Segment.SLOTS) {
                    return cursor(Segment.start(segment), depth, at + 1);
                }
                if (slot != 0 && Segment.home(slot) <= at && visit(slot, time, visitor)) {
                    itemsLeft--;
                }
            }
            visitWrapped(segment, time, visitor);
            position = Segment.end(segment);
            from = 0;
            if (position == 0) {
                return 0;
            }
            if (itemsLeft <= 0 || slotsLeft <= 0) {
                return cursor(position, Segment.depth(keys.table.segment(position)), 0);
            }
        }
    }

    /** Visits those whose home is near the segment's end but who stand at its beginning. */
    private static void visitWrapped(long segment, long time, EntryVisitor visitor) {
        for (int at = 0; at < Segment.SLOTS; at++) {
            long slot = Segment.slot(segment, at);
            if (slot == 0) {
                return;
            }
            if (Segment.home(slot) > at) {
                var _ = visit(slot, time, visitor);
            }
        }
    }

    private static boolean visit(long slot, long time, EntryVisitor visitor) {
        long entry = Segment.entry(slot);
        if (Entry.isExpired(entry, time)) {
            return false;
        }
        visitor.entry(entry);
        return true;
    }

    private static long cursor(long position, int depth, int home) {
        return position >>> (64 - KeyTable.DEPTH_MAX) << (HOME_BITS + DEPTH_BITS) | (long) depth << HOME_BITS | home;
    }

    /** Some entry that is not expired, or 0 when none is found within bounds. */
    long random(long random, long time) {
        if (keys.keyCount.get() == 0) {
            return 0;
        }
        long position = KeyHash.mix(random, 0);
        int at = firstSlot(random);
        long segment = keys.table.segment(position);
        for (int i = 0; i < RANDOM_SLOTS_MAX; i++) {
            long slot = Segment.slot(segment, at);
            if (slot != 0 && !Entry.isExpired(Segment.entry(slot), time)) {
                return Segment.entry(slot);
            }
            at = Segment.next(at);
            if (at == 0) {
                segment = keys.table.segment(Segment.end(segment));
            }
        }
        return 0;
    }

    long evictionCandidate(EvictionPolicy policy, long random, long time) {
        return switch (policy) {
            case NOEVICTION -> 0;
            case ALLKEYS_LRU, ALLKEYS_LFU -> coldest(random, time);
            case VOLATILE_TTL -> soonest();
        };
    }

    private long coldest(long random, long time) {
        long coldest = 0;
        long coldness = -1;
        long seed = random;
        for (int i = 0; i < SAMPLES; i += SAMPLES_IN_A_ROW) {
            seed = KeyHash.mix(seed, i);
            long segment = keys.table.segment(seed);
            int at = firstSlot(seed);
            int found = 0;
            for (int n = 0; n < Segment.SLOTS && found < SAMPLES_IN_A_ROW; n++) {
                long slot = Segment.slot(segment, at);
                at = Segment.next(at);
                if (slot == 0 || Entry.isExpired(Segment.entry(slot), time)) {
                    continue;
                }
                found++;
                long entry = Segment.entry(slot);
                long that = keys.accessClock.coldness(entry, time);
                if (that > coldness) {
                    coldness = that;
                    coldest = entry;
                }
            }
        }
        return coldest != 0 ? coldest : random(random, time);
    }

    private long soonest() {
        if (keys.deadlines.isEmpty()) {
            return 0;
        }
        long slot = keys.table.slotOfVersion(keys.deadlines.firstPayload(), keys.deadlines.firstMinor());
        return KeySpace.entryAt(slot);
    }

    private static int firstSlot(long random) {
        return (int) Long.remainderUnsigned(KeyHash.mix(random, 1), Segment.SLOTS);
    }
}
