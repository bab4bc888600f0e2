package io.synap.engine.stream;

import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ItemWriter;
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
        ItemWriter body = begin(target, OperationType.SHARED_IMAGE, group).putBytes(group.name());
        putConfig(body, group.config);
        body.putLongs(group.cursor, group.lastMillis, group.lastNumber, group.entriesRead, group.handOuts)
                .putInt(group.lastConsumer)
                .putInt(group.lastRedrive);
        group.counts.write(body);
        RedriveJob job = group.redrive;
        body.putByte(job == null ? 0 : 1);
        if (job != null) {
            job.write(body);
        }
        body.putInt(group.consumerCount());
        for (GroupConsumer consumer : group.consumers()) {
            body.putInt(consumer.number)
                    .putBytes(consumer.name())
                    .putLong(consumer.createdMillis)
                    .putLong(consumer.activeMillis);
        }
        target.end(body);
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

    private static ItemWriter begin(ImageItems target, byte type, Group group) {
        return target.begin(0, type, group.room.name()).putInt(group.number);
    }

    private static void putConfig(ItemWriter body, Config config) {
        body.putLong(config.leaseMillis())
                .putInt(config.deliveriesMax())
                .putLong(config.backoffMinMillis())
                .putLong(config.backoffMaxMillis())
                .putByte(config.protectsEvents() ? 1 : 0)
                .putInt(config.deadLettersMax())
                .putInt(config.pendingMax());
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
            ItemWriter body = begin(target, type, group);
            for (int slot = 0; slot < PagedIndex.PAGE_SLOTS; slot++) {
                long block = page.block(slot);
                if (block != 0) {
                    write(block, body);
                }
            }
            target.end(body);
        }

        private void write(long block, ItemWriter body) {
            GroupConsumer holder = group.holder(block);
            long failures = Pending.failures(block);
            body.putLong(Pending.offset(block))
                    .putLong(Pending.idMillis(block))
                    .putLong(Pending.idNumber(block))
                    .putLong(Pending.handedOutAt(block))
                    .putLong(Pending.deadline(block))
                    .putLong(Pending.handOut(block))
                    .putLong(Pending.firstHandedOutAt(block))
                    .putInt(holder == null ? 0 : holder.number)
                    .putInt(Pending.deliveries(block))
                    .putInt(Pending.redrive(block))
                    .putByte(Pending.state(block))
                    .putByte(Pending.reasonCode(block))
                    .putBytes(failures, Failures.bytes(failures));
        }
    }
}
