package io.synap.engine.stream;

import io.synap.engine.image.ImageItems;
import io.synap.engine.index.PagedIndex;
import io.synap.engine.retry.RedriveJob;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.OperationType;

/**
 * Groups as images hold them. Stateless.
 *
 * <p>Items bear the room's name and begin with the group's number, an i32. A SHARED_IMAGE goes on with the group's
 * name, configuration and progress, its redrive and its consumers; the others with pending events or dead letters, each
 * with the number of its consumer and its failures. Bytes are an i32 length, then the bytes.
 */
final class GroupImage {
    private static final int CONFIG_BYTES = 8 + 4 + 8 + 8 + 1 + 4 + 4;
    private static final int FIXED_BYTES = 4 + CONFIG_BYTES + 5 * 8 + 2 * 4 + GroupCounts.BYTES + 1 + 4;
    private static final int CONSUMER_BYTES = 4 + 4 + 8 + 8;
    /** Of a pending event: seven i64, three i32, two u8, an i32 length. */
    private static final int ENTRY_BYTES = 7 * 8 + 3 * 4 + 2 + 4;

    private GroupImage() {}

    static long bytes(Group group) {
        long body = FIXED_BYTES + 4L + group.name().length;
        RedriveJob job = group.redrive;
        body += job == null ? 0 : job.bytes();
        for (GroupConsumer consumer : group.consumers()) {
            body += CONSUMER_BYTES + consumer.name().length;
        }
        return ImageItems.itemBytes(0, group.room.name().length, body);
    }

    static void write(Group group, ImageItems target) {
        long at = begin(target, OperationType.SHARED_IMAGE, group);
        at = putBytes(at, group.name());
        at = putConfig(at, group.config);
        for (long each :
                new long[] {group.cursor, group.lastMillis, group.lastNumber, group.entriesRead, group.handOuts}) {
            at = putLong(at, each);
        }
        at = putInt(at, group.lastConsumer);
        at = putInt(at, group.lastRedrive);
        at = group.counts.write(at);
        RedriveJob job = group.redrive;
        Memory.putByte(at++, (byte) (job == null ? 0 : 1));
        at = job == null ? at : job.write(at);
        at = putInt(at, group.consumerCount());
        for (GroupConsumer consumer : group.consumers()) {
            at = putInt(at, consumer.number);
            at = putBytes(at, consumer.name());
            at = putLong(at, consumer.createdMillis);
            at = putLong(at, consumer.activeMillis);
        }
        target.end(at);
    }

    /** Makes a group what the item says from behind its configuration on. */
    static void read(Group group, BodyReader item) {
        group.cursor = item.getLong();
        group.lastMillis = item.getLong();
        group.lastNumber = item.getLong();
        group.entriesRead = item.getLong();
        group.handOuts = item.getLong();
        group.lastConsumer = item.getInt();
        group.lastRedrive = item.getInt();
        group.counts.read(item);
        group.redrive = item.getByte() == 0 ? null : RedriveJob.read(item);
        for (int left = item.getInt(); left > 0; left--) {
            int number = item.getInt();
            GroupConsumer consumer = new GroupConsumer(item.array(), number, item.getLong());
            consumer.activeMillis = item.getLong();
            group.addConsumer(consumer);
        }
    }

    /** Makes the block of a pending event, whose slot is the number of its consumer so far; returns it. */
    static long readEntry(BodyReader item, int group, GroupMemory memory) {
        long offset = item.getLong();
        long block = memory.blocks.allocate(Pending.BYTES);
        Pending.create(block, group, offset, item.getLong(), item.getLong());
        Pending.setHandedOutAt(block, item.getLong());
        Pending.setDeadline(block, item.getLong());
        Pending.setHandOut(block, item.getLong());
        Pending.setFirstHandedOutAt(block, item.getLong());
        Pending.setSlot(block, item.getInt());
        Pending.setDeliveries(block, item.getInt());
        Pending.setRedrive(block, item.getInt());
        Pending.setState(block, item.getByte());
        Pending.setReason(block, item.getByte());
        long failures = item.bytes();
        int length = item.bytesLength();
        if (length > Failures.BYTES_MAX || (length > 0 && length != Failures.bytes(failures))) {
            throw new IllegalStateException("the failures of a pending event are malformed");
        }
        if (length > 0) {
            long copy = memory.failures.allocate(length);
            Memory.copy(failures, copy, length);
            Pending.setFailures(block, copy);
        }
        return block;
    }

    private static long begin(ImageItems target, byte type, Group group) {
        byte[] room = group.room.name();
        long at = target.begin(0, type, 0, room.length, 0, 0, 0);
        Memory.copy(room, 0, at, room.length);
        return putInt(at + room.length, group.number);
    }

    private static long putConfig(long target, Config config) {
        long at = putLong(target, config.leaseMillis());
        at = putInt(at, config.deliveriesMax());
        at = putLong(at, config.backoffMinMillis());
        at = putLong(at, config.backoffMaxMillis());
        Memory.putByte(at++, (byte) (config.protectsEvents() ? 1 : 0));
        at = putInt(at, config.deadLettersMax());
        return putInt(at, config.pendingMax());
    }

    private static long putInt(long target, int number) {
        Memory.putInt(target, number);
        return target + 4;
    }

    private static long putLong(long target, long number) {
        Memory.putLong(target, number);
        return target + 8;
    }

    private static long putBytes(long target, byte[] bytes) {
        Memory.putInt(target, bytes.length);
        Memory.copy(bytes, 0, target + 4, bytes.length);
        return target + 4 + bytes.length;
    }

    /** Saves pages of a group's pending events, or of its dead letters. */
    record Entries(Group group, boolean dead) implements PagedIndex.Tenant {
        @Override
        public long imageBytes(long block) {
            return ENTRY_BYTES + (long) Failures.bytes(Pending.failures(block));
        }

        @Override
        public long pageBytes() {
            return ImageItems.itemBytes(0, group.room.name().length, 4);
        }

        @Override
        public void write(PagedIndex.Page page, ImageItems target) {
            byte type = dead ? OperationType.SHARED_DEAD_IMAGE : OperationType.SHARED_PENDING_IMAGE;
            long at = begin(target, type, group);
            for (int slot = 0; slot < PagedIndex.PAGE_SLOTS; slot++) {
                long block = page.block(slot);
                at = block == 0 ? at : write(block, at);
            }
            target.end(at);
        }

        private long write(long block, long target) {
            GroupConsumer holder = group.holder(block);
            long at = putLong(target, Pending.offset(block));
            at = putLong(at, Pending.idMillis(block));
            at = putLong(at, Pending.idNumber(block));
            at = putLong(at, Pending.handedOutAt(block));
            at = putLong(at, Pending.deadline(block));
            at = putLong(at, Pending.handOut(block));
            at = putLong(at, Pending.firstHandedOutAt(block));
            at = putInt(at, holder == null ? 0 : holder.number);
            at = putInt(at, Pending.deliveries(block));
            at = putInt(at, Pending.redrive(block));
            Memory.putByte(at++, (byte) Pending.state(block));
            Memory.putByte(at++, (byte) Pending.reasonCode(block));
            long failures = Pending.failures(block);
            int length = Failures.bytes(failures);
            at = putInt(at, length);
            if (length > 0) {
                Memory.copy(failures, at, length);
            }
            return at + length;
        }
    }
}
