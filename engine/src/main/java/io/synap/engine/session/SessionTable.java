package io.synap.engine.session;

import io.synap.engine.memory.KeyHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sessions by their ids: open addressing with linear probing, at most half full. Confined to its shard's lock. */
final class SessionTable {
    private static final int SLOTS_MIN = 8;

    private final long seed;
    private @Nullable Session[] slots = new Session[SLOTS_MIN];
    private int size;

    /** The seed must be unknown to whoever chooses ids. */
    SessionTable(long seed) {
        this.seed = seed;
    }

    int size() {
        return size;
    }

    @Nullable
    Session find(long high, long low) {
        int mask = slots.length - 1;
        for (int at = hash(high, low) & mask; ; at = (at + 1) & mask) {
            Session there = slots[at];
            if (there == null || there.is(high, low)) {
                return there;
            }
        }
    }

    /** Adds one that is not there. */
    void add(Session session) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        place(session);
        size++;
    }

    void remove(Session session) {
        int mask = slots.length - 1;
        int hole = hash(session.high, session.low) & mask;
        while (slots[hole] != session) {
            hole = (hole + 1) & mask;
        }
        // Whatever was pushed beyond the hole moves up, so that nothing that is there is missed.
        int at = hole;
        while (true) {
            at = (at + 1) & mask;
            Session next = slots[at];
            if (next == null) {
                break;
            }
            int home = hash(next.high, next.low) & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                slots[hole] = next;
                hole = at;
            }
        }
        slots[hole] = null;
        size--;
    }

    void clear() {
        slots = new Session[SLOTS_MIN];
        size = 0;
    }

    private void grow() {
        @Nullable Session[] before = slots;
        slots = new Session[2 * before.length];
        for (Session session : before) {
            if (session != null) {
                place(session);
            }
        }
    }

    private void place(Session session) {
        int mask = slots.length - 1;
        int at = hash(session.high, session.low) & mask;
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        slots[at] = session;
    }

    /** All of them, in no order. */
    Session[] all() {
        return Arrays.stream(slots).filter(each -> each != null).toArray(Session[]::new);
    }

    private int hash(long high, long low) {
        return (int) KeyHash.mix(KeyHash.mix(seed, high), low);
    }
}
