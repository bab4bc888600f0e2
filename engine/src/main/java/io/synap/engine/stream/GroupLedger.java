package io.synap.engine.stream;

import io.synap.engine.image.ImageUnits;
import io.synap.engine.index.OrderedIndex;
import io.synap.engine.index.PagedIndex;
import io.synap.protocol.operation.DeathReason;

/**
 * What a group has handed out and not seen done, and its dead letters: blocks by offset, who has which, and when each
 * is due. Confined to its shard's lock.
 *
 * <p>Every change of a block passes here, so the image, the indexes and the counts are always in step with it.
 */
final class GroupLedger {
    /** The slot that owns what is available. */
    static final int NOBODY = 0;

    private final Group group;
    private final GroupMemory memory;
    final PagedIndex pending;
    final PagedIndex dead;
    /** By (slot of the consumer, offset): what is held, and under nobody's slot what is available. */
    private final OrderedIndex owned;
    /** By (deadline, offset). */
    private final OrderedIndex timers;

    private final OrderedIndex.Item found = new OrderedIndex.Item();
    private long available;
    private long delayed;
    private long usedBytes;

    GroupLedger(Group group, GroupMemory memory, ImageUnits units) {
        this.group = group;
        this.memory = memory;
        this.pending = new PagedIndex(memory.indexes, units, new GroupImage.Entries(group, false));
        this.dead = new PagedIndex(memory.indexes, units, new GroupImage.Entries(group, true));
        this.owned = new OrderedIndex(memory.indexes);
        this.timers = new OrderedIndex(memory.indexes);
    }

    long available() {
        return available;
    }

    long delayed() {
        return delayed;
    }

    /** When the first lease or delay ends; Long.MAX_VALUE when none does. */
    long firstDeadline() {
        return timers.firstMajor();
    }

    /** The pending event whose lease or delay ends first; there must be one. */
    long firstDue() {
        return pending.get(timers.firstMinor());
    }

    /** The least offset, from one on, that a consumer has, or nobody has; -1 when there is none. */
    long nextOf(int slot, long fromOffset) {
        return owned.seek(slot, fromOffset, found) && found.major == slot ? found.minor : -1;
    }

    /** The least offset of a pending event whose id is not below the given one; -1 when there is none. */
    long ceilingOfId(long millis, long number) {
        long low = pending.ceiling(0);
        long end = pending.floor(Long.MAX_VALUE) + 1;
        long high = end;
        // Ids rise with offsets: the least offset from which on no pending event has a lesser id.
        while (low >= 0 && low < high) {
            long middle = (low + high) >>> 1;
            long at = pending.ceiling(middle);
            if (at < 0 || at >= high) {
                high = middle;
            } else if (Pending.compareId(pending.get(at), millis, number) < 0) {
                low = at + 1;
            } else {
                high = middle;
            }
        }
        return low < 0 || low >= end ? -1 : pending.ceiling(low);
    }

    /** The pending event with this id; 0 when there is none. */
    long findById(long millis, long number) {
        long living = group.room.ceilingOfId(millis, number);
        if (living >= 0 && Event.compareId(group.room.event(living), millis, number) == 0) {
            return pending.get(living);
        }
        long offset = ceilingOfId(millis, number);
        long block = offset < 0 ? 0 : pending.get(offset);
        return block != 0 && Pending.compareId(block, millis, number) == 0 ? block : 0;
    }

    /** Adds an event, which nobody has yet and which {@link #hold} is to follow for. */
    long add(long event) {
        long offset = Event.offset(event);
        long buried = dead.get(offset);
        if (buried != 0) {
            removeDead(buried);
        }
        long block = memory.blocks.allocate(Pending.BYTES);
        Pending.create(block, group.number, offset, Event.idMillis(event), Event.idNumber(event));
        pending.put(offset, block);
        used(Pending.LOGICAL_BYTES);
        return block;
    }

    /**
     * A consumer has it from now on.
     *
     * @param handedOutAt when it counts as handed out
     * @param deadline when the lease ends, 0 never
     */
    void hold(long block, GroupConsumer consumer, long handedOutAt, long deadline, int deliveries) {
        detach(block);
        Pending.setSlot(block, consumer.slot);
        Pending.setState(block, Pending.HELD);
        Pending.setHandedOutAt(block, handedOutAt);
        if (Pending.firstHandedOutAt(block) == 0) {
            Pending.setFirstHandedOutAt(block, handedOutAt);
        }
        Pending.setHandOut(block, group.nextHandOut());
        Pending.setDeliveries(block, deliveries);
        attach(block, deadline);
    }

    /** Lets the lease end then, 0 never. */
    void extend(long block, long deadline) {
        detach(block);
        attach(block, deadline);
    }

    /** Whoever asks next gets it. */
    void release(long block) {
        detach(block);
        Pending.setSlot(block, NOBODY);
        Pending.setState(block, Pending.AVAILABLE);
        attach(block, 0);
    }

    /** Nobody gets it until then. */
    void delay(long block, long until) {
        detach(block);
        Pending.setSlot(block, NOBODY);
        Pending.setState(block, Pending.DELAYED);
        attach(block, until);
    }

    /** It is done. */
    void remove(long block) {
        detach(block);
        pending.remove(Pending.offset(block));
        free(block);
    }

    /** It becomes a dead letter. */
    void die(long block, DeathReason reason, long now) {
        detach(block);
        pending.remove(Pending.offset(block));
        Pending.setSlot(block, NOBODY);
        Pending.setState(block, Pending.DEAD);
        Pending.setReason(block, reason.code());
        Pending.setDeadline(block, now);
        dead.put(Pending.offset(block), block);
    }

    /** A dead letter is given another try. */
    void revive(long block, int redrive) {
        long offset = Pending.offset(block);
        dead.remove(offset);
        long again = pending.get(offset);
        if (again != 0) {
            throw new IllegalStateException("an event is both pending and a dead letter");
        }
        pending.put(offset, block);
        Pending.setState(block, Pending.AVAILABLE);
        Pending.setReason(block, 0);
        Pending.setDeliveries(block, 0);
        Pending.setRedrive(block, redrive);
        attach(block, 0);
    }

    void removeDead(long block) {
        dead.remove(Pending.offset(block));
        free(block);
    }

    /** Remembers how an attempt failed. */
    void failed(long block, long now, int consumer, int cause, long error, int errorLength) {
        pending.beforeChange(Pending.offset(block));
        long before = Pending.failures(block);
        used(-Failures.bytes(before));
        long after = Failures.with(memory.failures, before, now, consumer, cause, error, errorLength);
        Pending.setFailures(block, after);
        used(Failures.bytes(after));
    }

    /** Puts back a block that an image held. */
    void restore(long block) {
        long offset = Pending.offset(block);
        boolean isDead = Pending.state(block) == Pending.DEAD;
        PagedIndex index = isDead ? dead : pending;
        if (index.get(offset) != 0) {
            throw new IllegalStateException("an event is pending twice in a group");
        }
        index.put(offset, block);
        used(Pending.LOGICAL_BYTES + (long) Failures.bytes(Pending.failures(block)));
        if (!isDead) {
            attach(block, Pending.deadline(block));
        }
    }

    /** The block is now elsewhere, unchanged. */
    void moved(long block) {
        PagedIndex index = Pending.state(block) == Pending.DEAD ? dead : pending;
        index.moved(Pending.offset(block), block);
    }

    /** Whether this is the block of one of its events. */
    boolean has(long block) {
        long offset = Pending.offset(block);
        return offset >= 0 && (pending.get(offset) == block || dead.get(offset) == block);
    }

    /** What it counts for in bytes. */
    long usedBytes() {
        return usedBytes;
    }

    private void used(long delta) {
        usedBytes += delta;
        memory.used(delta);
    }

    /**
     * Sets aside what a group that is gone had: images that are begun from now on do not contain it.
     *
     * @return the last image that does
     */
    long retire() {
        var _ = dead.retire();
        return pending.retire();
    }

    /** Frees some of a group that is gone; false when nothing is left. */
    boolean freeSlice(int most) {
        for (int i = 0; i < most; i++) {
            long offset = pending.ceiling(0);
            if (offset >= 0) {
                discard(pending, offset);
                continue;
            }
            offset = dead.ceiling(0);
            if (offset < 0) {
                return false;
            }
            discard(dead, offset);
        }
        return true;
    }

    private void discard(PagedIndex index, long offset) {
        long block = index.get(offset);
        if (index == pending) {
            unlist(block);
        }
        index.remove(offset);
        long failures = Pending.failures(block);
        if (failures != 0) {
            memory.failures.free(failures);
        }
        memory.blocks.free(block);
    }

    private void free(long block) {
        long failures = Pending.failures(block);
        used(-Pending.LOGICAL_BYTES - (long) Failures.bytes(failures));
        if (failures != 0) {
            memory.failures.free(failures);
        }
        memory.blocks.free(block);
    }

    /** Takes it out of everything that says who has it and when it is due, before either changes. */
    private void detach(long block) {
        pending.beforeChange(Pending.offset(block));
        unlist(block);
        switch (Pending.state(block)) {
            case Pending.HELD -> group.consumerAt(Pending.slot(block)).pending--;
            case Pending.AVAILABLE -> available--;
            case Pending.DELAYED -> delayed--;
            default -> {
                // It is new.
            }
        }
        Pending.setDeadline(block, 0);
    }

    private void unlist(long block) {
        long offset = Pending.offset(block);
        int state = Pending.state(block);
        if (state == Pending.HELD || state == Pending.AVAILABLE) {
            var _ = owned.remove(Pending.slot(block), offset);
        }
        if (Pending.deadline(block) != 0) {
            var _ = timers.remove(Pending.deadline(block), offset);
        }
    }

    private void attach(long block, long deadline) {
        long offset = Pending.offset(block);
        Pending.setDeadline(block, deadline);
        if (deadline != 0) {
            timers.insert(deadline, offset, 0);
        }
        switch (Pending.state(block)) {
            case Pending.HELD -> {
                owned.insert(Pending.slot(block), offset, 0);
                group.consumerAt(Pending.slot(block)).pending++;
            }
            case Pending.AVAILABLE -> {
                owned.insert(NOBODY, offset, 0);
                available++;
            }
            default -> delayed++;
        }
    }
}
