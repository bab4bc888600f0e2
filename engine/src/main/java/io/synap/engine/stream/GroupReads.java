package io.synap.engine.stream;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.DeathReason;

/** Hands a group's events out to its consumers. Confined to its shard's lock. */
final class GroupReads {
    /** So many events that the room has removed are passed over at most in one operation. */
    private static final int GONE_MAX = 1000;

    private final GroupSpace space;
    private final GroupSettlement settlement;
    private final BodyReader body;
    private final NativeBuffer scratch = new NativeBuffer(Delivery.BYTES);

    private int countLeft;
    private long bytesLeft;
    private int count;
    private int gone;

    GroupReads(GroupSpace space, GroupSettlement settlement, BodyReader body) {
        this.space = space;
        this.settlement = settlement;
        this.body = body;
    }

    private void begin(int countMax, long bytesMax) {
        countLeft = countMax;
        bytesLeft = bytesMax;
        count = 0;
        gone = 0;
    }

    private boolean hasRoom() {
        return countLeft > 0 && bytesLeft > 0 && gone < GONE_MAX;
    }

    private void handedOut(int bytes) {
        countLeft--;
        bytesLeft -= bytes;
        count++;
    }

    /** Hands out what came back, then what is new; whether anything changed. */
    boolean read(Group group, long now, Outcome outcome, ValueSink sink) {
        long name = body.bytes();
        int length = body.bytesLength();
        begin(body.getInt(), body.getLong());
        boolean noAck = body.getByte() != 0;
        long leaseMillis = body.getLong();
        int consumersMax = body.getInt();
        if (!noAck && group.availableCount() == 0 && isFull(group) && nextNew(group) >= 0) {
            outcome.rejected(ErrorCode.LIMIT_REACHED, 0);
            return false;
        }
        int consumersBefore = group.consumerCount();
        GroupConsumer consumer = space.consumer(group, name, length, consumersMax, now, outcome);
        if (consumer == null) {
            return false;
        }
        long leaseEnd = group.leaseEnd(now, leaseMillis);
        again(group, consumer, noAck, leaseEnd, now, sink);
        fresh(group, consumer, noAck, leaseEnd, now, sink);
        if (count > 0) {
            consumer.activeMillis = now;
        }
        outcome.number(count);
        return count > 0 || gone > 0 || group.consumerCount() > consumersBefore;
    }

    private static boolean isFull(Group group) {
        return group.pendingCount() >= group.config.pendingMax();
    }

    private void again(Group group, GroupConsumer consumer, boolean noAck, long leaseEnd, long now, ValueSink sink) {
        long offset = group.ledger.nextOf(GroupLedger.NOBODY, 0);
        while (offset >= 0 && hasRoom()) {
            long block = group.pending(offset);
            long event = group.room.event(offset);
            if (event == 0) {
                settlement.die(group, block, DeathReason.EXPIRED, now);
                gone++;
            } else {
                handedOut(Event.fieldsLength(event));
                group.counts.delivered++;
                group.counts.redelivered++;
                group.ledger.hold(block, consumer, now, leaseEnd, oneMore(block));
                sink(event, block, noAck, sink);
                if (noAck) {
                    settlement.done(group, block);
                }
            }
            offset = group.ledger.nextOf(GroupLedger.NOBODY, offset + 1);
        }
    }

    private void sink(long event, long block, boolean noAck, ValueSink sink) {
        long delivery = scratch.address();
        if (noAck) {
            Delivery.writeDone(delivery, event);
        } else {
            Delivery.write(delivery, Delivery.EVENT, event, block);
        }
        sink.value(delivery);
    }

    static int oneMore(long block) {
        int deliveries = Pending.deliveries(block);
        return deliveries == Integer.MAX_VALUE ? deliveries : deliveries + 1;
    }

    private void fresh(Group group, GroupConsumer consumer, boolean noAck, long leaseEnd, long now, ValueSink sink) {
        Room room = group.room;
        while (hasRoom() && (noAck || !isFull(group))) {
            long offset = nextNew(group);
            if (offset < 0) {
                return;
            }
            long event = room.event(offset);
            handedOut(Event.fieldsLength(event));
            group.cursor = offset + 1;
            group.lastMillis = Event.idMillis(event);
            group.lastNumber = Event.idNumber(event);
            group.entriesRead = GroupLag.read(room, group.entriesRead, group.lastMillis, group.lastNumber);
            group.counts.delivered++;
            if (noAck) {
                group.counts.acked++;
                sink(event, 0, true, sink);
            } else {
                // It may be pending already, when the group's position was set back.
                long present = group.pending(offset);
                long block = present == 0 ? group.ledger.add(event) : present;
                group.ledger.hold(block, consumer, now, leaseEnd, 1);
                sink(event, block, false, sink);
            }
        }
    }

    /** The offset of the next event that is new to the group; -1 when there is none. */
    static long nextNew(Group group) {
        Room room = group.room;
        long offset = room.ceiling(group.cursor);
        if (offset < 0 || Event.compareId(room.event(offset), group.lastMillis, group.lastNumber) > 0) {
            return offset;
        }
        // The group was placed behind an id that the room had not reached.
        return GroupAdmin.ceilingBehind(room, group.lastMillis, group.lastNumber);
    }

    /** Hands a consumer again what it has; whether anything changed. */
    boolean reread(Group group, long now, Outcome outcome, ValueSink sink) {
        long name = body.bytes();
        int length = body.bytesLength();
        long afterMillis = body.getLong();
        long afterNumber = body.getLong();
        begin(body.getInt(), body.getLong());
        int consumersMax = body.getInt();
        int consumersBefore = group.consumerCount();
        GroupConsumer consumer = space.consumer(group, name, length, consumersMax, now, outcome);
        if (consumer == null) {
            return false;
        }
        boolean changes = group.consumerCount() > consumersBefore;
        long first = behind(group, afterMillis, afterNumber);
        long offset = first < 0 ? -1 : group.ledger.nextOf(consumer.slot, first);
        while (offset >= 0 && hasRoom()) {
            long block = group.pending(offset);
            long event = group.room.event(offset);
            handedOut(event == 0 ? 0 : Event.fieldsLength(event));
            if (event != 0) {
                group.counts.delivered++;
                group.counts.redelivered++;
                group.ledger.hold(block, consumer, now, group.leaseEnd(now, 0), oneMore(block));
                consumer.activeMillis = now;
                changes = true;
            }
            Delivery.write(scratch.address(), event == 0 ? Delivery.GONE : Delivery.EVENT, event, block);
            sink.value(scratch.address());
            offset = group.ledger.nextOf(consumer.slot, offset + 1);
        }
        outcome.number(count);
        return changes;
    }

    private static long behind(Group group, long millis, long number) {
        if (number != -1) {
            return group.pendingCeilingOfId(millis, number + 1);
        }
        return millis == -1 ? -1 : group.pendingCeilingOfId(millis + 1, 0);
    }
}
