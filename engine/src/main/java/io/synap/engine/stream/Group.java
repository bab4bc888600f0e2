package io.synap.engine.stream;

import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.index.NameTable;
import io.synap.engine.index.Named;
import io.synap.engine.retry.RedriveJob;
import io.synap.protocol.operation.GroupOperation.Config;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shared consumer group of a room: where it is, who its members are, what they have. Confined to its shard's lock;
 * what it returns about pending events holds until the next change.
 *
 * <p>An event is new (from the cursor on), pending (a member has it, or it waits to be handed out again), a dead
 * letter, or done.
 */
public final class Group extends ImageUnit implements Named {
    /** What a group takes beside its name, its consumers and what is pending, logical bytes. */
    static final int OVERHEAD_BYTES = 512;

    static final int CONSUMER_OVERHEAD_BYTES = 128;

    /** Takes pending events, by the address of {@link Pending}; false ends the walk. */
    @FunctionalInterface
    public interface PendingVisitor {
        boolean pending(long pending);
    }

    final Room room;
    final int number;
    private final byte[] name;
    final GroupLedger ledger;
    final GroupCounts counts = new GroupCounts();

    private final NameTable<GroupConsumer> consumers;
    /** By slot; the first slot is nobody's. */
    private final List<@Nullable GroupConsumer> slots = new ArrayList<>();

    Config config;
    /** New events begin here, or later. */
    long cursor;

    long lastMillis;
    long lastNumber;
    long entriesRead = GroupLag.UNKNOWN;
    long handOuts;
    int lastConsumer;
    int lastRedrive;

    @Nullable
    RedriveJob redrive;

    /** When it is due, as it is in the shard's schedule; Long.MAX_VALUE when it is not there. */
    long scheduled = Long.MAX_VALUE;

    Group(Room room, byte[] name, int number, Config config, GroupMemory memory, ImageUnits units, long hashSeed) {
        this.room = room;
        this.name = name;
        this.number = number;
        this.config = config;
        this.ledger = new GroupLedger(this, memory, units);
        this.consumers = new NameTable<>(hashSeed);
        this.slots.add(null);
    }

    @Override
    public byte[] name() {
        return name;
    }

    public Config config() {
        return config;
    }

    public GroupCounts counts() {
        return counts;
    }

    /** The offset from which on events are new to the group. */
    public long cursor() {
        return cursor;
    }

    /** The first part of the id up to which the group has been given events. */
    public long lastIdMillis() {
        return lastMillis;
    }

    public long lastIdNumber() {
        return lastNumber;
    }

    /** How many events it has read of all that were ever added, as Redis counts; -1 unknown. */
    public long entriesRead() {
        return entriesRead;
    }

    /** How many events it has not been given, as Redis counts; -1 when removed events are in between. */
    public long lag() {
        return GroupLag.lag(room, lastMillis, lastNumber, entriesRead);
    }

    /** How many offsets are ahead of the group, those of removed events counted from the room's first event on. */
    public long consumerLag() {
        return Math.max(0, room.nextOffset() - Math.max(cursor, room.firstOffset()));
    }

    /** How many events are pending: with a consumer, available again, or delayed. */
    public long pendingCount() {
        return ledger.pending.size();
    }

    /** How many of the pending ones the next reader gets. */
    public long availableCount() {
        return ledger.available();
    }

    /** How many of the pending ones wait for their time. */
    public long delayedCount() {
        return ledger.delayed();
    }

    public long deadCount() {
        return ledger.dead.size();
    }

    /** The last redrive in the background, in progress or not; null when there was none. */
    public @Nullable RedriveJob redrive() {
        return redrive;
    }

    public int consumerCount() {
        return consumers.size();
    }

    /** All consumers, in the order of names. */
    public Iterable<GroupConsumer> consumers() {
        return consumers.all();
    }

    /** Finds a consumer by its name in native memory; null if there is none. */
    public @Nullable GroupConsumer consumer(long itsName, int length) {
        return consumers.find(itsName, length);
    }

    /** The consumer that has a pending event; null when nobody has it. */
    public @Nullable GroupConsumer holder(long pending) {
        return slots.get(Pending.slot(pending));
    }

    /** The consumer with a number, see {@link Failures#consumer}; null when it is gone. */
    public @Nullable GroupConsumer consumerByNumber(int itsNumber) {
        for (GroupConsumer consumer : slots) {
            if (consumer != null && consumer.number == itsNumber) {
                return consumer;
            }
        }
        return null;
    }

    /** The pending event with this offset, see {@link Pending}; 0 when there is none. */
    public long pending(long offset) {
        return ledger.pending.get(offset);
    }

    /** The dead letter with this offset, see {@link Pending}; 0 when there is none. */
    public long dead(long offset) {
        return ledger.dead.get(offset);
    }

    /** The failures of a pending event or a dead letter, see {@link Failures}; 0 when there were none. */
    public static long failures(long pending) {
        return Pending.failures(pending);
    }

    /** The event of a pending one or a dead letter; 0 when the room has removed it. */
    public long event(long pending) {
        return room.event(Pending.offset(pending));
    }

    /** The offset of the first pending event whose id is not below the given one; -1 when there is none. */
    public long pendingCeilingOfId(long millis, long idNumber) {
        return ledger.ceilingOfId(millis, idNumber);
    }

    /** The least offset of a pending event; -1 when there is none. */
    public long firstPending() {
        return ledger.pending.ceiling(0);
    }

    /** The greatest offset of a pending event; -1 when there is none. */
    public long lastPending() {
        return ledger.pending.floor(Long.MAX_VALUE);
    }

    /**
     * Visits pending events in the order of offsets.
     *
     * @param consumer only what this one has; null for all
     * @param most looks at no more than so many
     * @return the offset to go on from, -1 at the end; it is also where the visitor ended the walk
     */
    public long visitPending(@Nullable GroupConsumer consumer, long fromOffset, int most, PendingVisitor visitor) {
        long offset = next(consumer, fromOffset);
        for (int i = 0; i < most && offset >= 0; i++) {
            if (!visitor.pending(ledger.pending.get(offset))) {
                return offset;
            }
            offset = next(consumer, offset + 1);
        }
        return offset;
    }

    /** Visits dead letters in the order of offsets, as {@link #visitPending} does. */
    public long visitDead(long fromOffset, int most, PendingVisitor visitor) {
        long offset = ledger.dead.ceiling(fromOffset);
        for (int i = 0; i < most && offset >= 0; i++) {
            if (!visitor.pending(ledger.dead.get(offset))) {
                return offset;
            }
            offset = ledger.dead.ceiling(offset + 1);
        }
        return offset;
    }

    private long next(@Nullable GroupConsumer consumer, long fromOffset) {
        return consumer == null
                ? ledger.pending.ceiling(fromOffset)
                : ledger.nextOf(consumer.slot, Math.max(0, fromOffset));
    }

    /** The least offset that retention must leave; Long.MAX_VALUE when any may go. */
    long protectedOffset() {
        if (!config.protectsEvents()) {
            return Long.MAX_VALUE;
        }
        long oldest = firstPending();
        return oldest < 0 ? cursor : Math.min(oldest, cursor);
    }

    /** When something is due; Long.MAX_VALUE when nothing is. */
    long deadline() {
        long first = ledger.firstDeadline();
        return redrive == null ? first : Math.min(first, redrive.due());
    }

    /** The lease of what is handed out now ends then; 0 never. */
    long leaseEnd(long now, long leaseMillis) {
        long lease = leaseMillis > 0 ? leaseMillis : config.leaseMillis();
        return lease == 0 ? 0 : now + lease;
    }

    /** What it counts for with everything in it, in bytes. */
    long usedBytes() {
        long bytes = OVERHEAD_BYTES + name.length + ledger.usedBytes();
        for (GroupConsumer consumer : consumers.all()) {
            bytes += CONSUMER_OVERHEAD_BYTES + consumer.name().length;
        }
        return bytes;
    }

    long nextHandOut() {
        return ++handOuts;
    }

    GroupConsumer consumerAt(int slot) {
        GroupConsumer consumer = slots.get(slot);
        if (consumer == null) {
            throw new IllegalStateException("a pending event has no consumer");
        }
        return consumer;
    }

    void addConsumer(GroupConsumer consumer) {
        int slot = slots.subList(1, slots.size()).indexOf(null) + 1;
        if (slot == 0) {
            slot = slots.size();
            slots.add(consumer);
        } else {
            slots.set(slot, consumer);
        }
        consumer.slot = slot;
        consumers.add(consumer);
    }

    /** Removes a consumer that has nothing. */
    void removeConsumer(GroupConsumer consumer) {
        slots.set(consumer.slot, null);
        consumers.remove(consumer);
    }

    @Override
    protected long imageBytes() {
        return GroupImage.bytes(this);
    }

    @Override
    protected void writeTo(ImageItems target) {
        GroupImage.write(this, target);
    }
}
