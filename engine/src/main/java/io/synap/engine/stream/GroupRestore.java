package io.synap.engine.stream;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What of a group has come from an image so far. Confined to its shard's lock. */
final class GroupRestore {
    /** Null until its description has come. */
    @Nullable
    Group group;

    private long[] blocks = new long[16];
    private int count;

    void add(long block) {
        if (count == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * count);
        }
        blocks[count++] = block;
    }

    /** Gives the group its blocks. */
    void attach(Group target) {
        for (int i = 0; i < count; i++) {
            long block = blocks[i];
            int state = Pending.state(block);
            int consumer = Pending.slot(block);
            GroupConsumer holder = target.consumerByNumber(consumer);
            boolean held = state == Pending.HELD;
            if (Pending.offset(block) < 0
                    || state < Pending.HELD
                    || state > Pending.DEAD
                    || held != (holder != null)
                    || (state == Pending.DEAD) == (Pending.reason(block) == null)
                    || (state == Pending.DELAYED && Pending.deadline(block) == 0)) {
                throw new IllegalStateException("image: a pending event is malformed");
            }
            Pending.setSlot(block, holder == null ? GroupLedger.NOBODY : holder.slot);
            target.ledger.restore(block);
        }
    }
}
