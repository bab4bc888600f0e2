package io.synap.engine.stream;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.DeathReason;
import org.jspecify.annotations.Nullable;

/**
 * Gives consumers what is pending with others. Confined to its shard's lock.
 *
 * <p>Source: Redis 7.0, t_stream.c, xclaimCommand and xautoclaimCommand.
 */
final class GroupClaims {
    /** An automatic claim looks at so many pending events for each that it may hand out. */
    private static final int LOOKS_PER_ITEM = 10;

    /** But at no more than so many, or than it may hand out: looking is what takes time under the lock. */
    private static final int LOOKS_MAX = 10_000;

    private final GroupSpace space;
    private final GroupSettlement settlement;
    private final BodyReader body;
    private final NativeBuffer scratch = new NativeBuffer(Delivery.BYTES);

    // What the present operation asks for.
    private long consumerName;
    private int consumerNameLength;
    private int consumersMax;
    private long idleMillis;
    private boolean justIds;
    private @Nullable GroupConsumer consumer;
    private boolean changed;

    GroupClaims(GroupSpace space, GroupSettlement settlement, BodyReader body) {
        this.space = space;
        this.settlement = settlement;
        this.body = body;
    }

    private void begin(Group group, long now) {
        consumerName = body.bytes();
        consumerNameLength = body.bytesLength();
        idleMillis = body.getLong();
        changed = false;
        consumer = group.consumer(consumerName, consumerNameLength);
        if (consumer != null) {
            consumer.seen(now);
        }
    }

    /** Whether it changed anything. */
    boolean claim(Group group, long now, Outcome outcome, ValueSink sink) {
        begin(group, now);
        long asked = body.getLong();
        long handedOutAt = asked < 0 || asked > now ? now : asked;
        long deliveries = body.getLong();
        boolean force = body.getByte() != 0;
        justIds = body.getByte() != 0;
        goTo(group, body.getLong(), body.getLong());
        consumersMax = body.getInt();
        long claimed = 0;
        while (body.hasMore()) {
            long offset = claimable(group, body.getLong(), body.getLong(), force, now);
            if (offset < 0) {
                continue;
            }
            GroupConsumer claimer = claimer(group, now, outcome);
            if (claimer == null) {
                break;
            }
            // Only now: what becomes pending is no dead letter any more.
            long present = group.pending(offset);
            long block = present == 0 ? group.ledger.add(group.room.event(offset)) : present;
            int count = deliveries >= 0 ? (int) Math.min(deliveries, Integer.MAX_VALUE) : countOf(block);
            give(group, block, claimer, handedOutAt, count, now, sink);
            claimed++;
        }
        outcome.number(claimed);
        return changed;
    }

    /** The group counts as having read up to there, if that is ahead. */
    private void goTo(Group group, long millis, long number) {
        int byMillis = Long.compareUnsigned(millis, group.lastMillis);
        if (byMillis > 0 || (byMillis == 0 && Long.compareUnsigned(number, group.lastNumber) > 0)) {
            GroupAdmin.goBehind(group, millis, number);
            changed = true;
        }
    }

    /** The offset of the event with this id, if it may be claimed, pending or not yet; else -1. */
    private long claimable(Group group, long millis, long number, boolean force, long now) {
        Room room = group.room;
        long block = group.ledger.findById(millis, number);
        long offset = room.ceilingOfId(millis, number);
        boolean lives = offset >= 0 && Event.compareId(room.event(offset), millis, number) == 0;
        if (!lives) {
            if (block != 0) {
                settlement.die(group, block, DeathReason.EXPIRED, now);
                changed = true;
            }
            return -1;
        }
        boolean may = block != 0
                ? now - Pending.handedOutAt(block) >= idleMillis
                : force && group.pendingCount() < group.config.pendingMax();
        return may ? offset : -1;
    }

    private @Nullable GroupConsumer claimer(Group group, long now, Outcome outcome) {
        GroupConsumer present = consumer;
        if (present == null) {
            present = space.consumer(group, consumerName, consumerNameLength, consumersMax, now, outcome);
            consumer = present;
        }
        return present;
    }

    private int countOf(long block) {
        // An event that was not pending counts as handed out once before.
        int before = Pending.handOut(block) == 0 ? 1 : Pending.deliveries(block);
        return justIds || before == Integer.MAX_VALUE ? before : before + 1;
    }

    private void give(
            Group group,
            long block,
            GroupConsumer claimer,
            long handedOutAt,
            int deliveries,
            long now,
            ValueSink sink) {
        long offset = Pending.offset(block);
        group.ledger.hold(block, claimer, handedOutAt, group.leaseEnd(now, 0), deliveries);
        claimer.activeMillis = now;
        changed = true;
        if (!justIds) {
            group.counts.delivered++;
            group.counts.redelivered++;
        }
        Delivery.write(scratch.address(), Delivery.EVENT, justIds ? 0 : group.room.event(offset), block);
        sink.value(scratch.address());
    }

    /** Whether it changed anything; a last delivery, if any, is the cursor to go on from. */
    boolean autoClaim(Group group, long now, Outcome outcome, ValueSink sink) {
        begin(group, now);
        long offset = group.pendingCeilingOfId(body.getLong(), body.getLong());
        int countLeft = body.getInt();
        long bytesLeft = body.getLong();
        justIds = body.getByte() != 0;
        consumersMax = body.getInt();
        long looksLeft = Math.max(countLeft, Math.min((long) countLeft * LOOKS_PER_ITEM, LOOKS_MAX));
        long claimed = 0;
        while (offset >= 0 && countLeft > 0 && bytesLeft > 0 && looksLeft-- > 0) {
            long block = group.pending(offset);
            long event = group.room.event(offset);
            if (event == 0) {
                Delivery.write(scratch.address(), Delivery.GONE, 0, block);
                sink.value(scratch.address());
                settlement.die(group, block, DeathReason.EXPIRED, now);
                changed = true;
                countLeft--;
            } else if (!Pending.isDelayed(block) && now - Pending.handedOutAt(block) >= idleMillis) {
                GroupConsumer claimer = claimer(group, now, outcome);
                if (claimer == null) {
                    return changed;
                }
                give(group, block, claimer, now, countOf(block), now, sink);
                claimed++;
                countLeft--;
                bytesLeft -= justIds ? 0 : Event.fieldsLength(event);
            }
            offset = group.ledger.pending.ceiling(offset + 1);
        }
        if (offset >= 0) {
            Delivery.write(scratch.address(), Delivery.CURSOR, 0, group.pending(offset));
            sink.value(scratch.address());
        }
        outcome.number(claimed);
        return changed;
    }
}
