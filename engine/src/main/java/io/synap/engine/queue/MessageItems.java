package io.synap.engine.queue;

import io.synap.engine.image.ImageItems;
import io.synap.engine.index.PagedIndex;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;

/**
 * A queue's messages as items of an image: the block as it is, with a large payload itself instead of its
 * address. Confined to its shard's lock.
 */
final class MessageItems implements PagedIndex.Tenant {
    private final byte[] queue;
    private final QueueMemory memory;

    MessageItems(byte[] queue, QueueMemory memory) {
        this.queue = queue;
        this.memory = memory;
    }

    @Override
    public long imageBytes(long message) {
        return ImageItems.itemBytes(0, queue.length, Message.length(message));
    }

    @Override
    public long pageBytes() {
        return 0;
    }

    @Override
    public void write(PagedIndex.Page page, ImageItems target) {
        for (int slot = 0; slot < PagedIndex.PAGE_SLOTS; slot++) {
            long message = page.block(slot);
            if (message != 0) {
                write(message, target);
            }
        }
    }

    private void write(long message, ImageItems target) {
        boolean large = Message.isLarge(message);
        int length = Message.length(message) - (large ? 8 : 0);
        long at = target.begin(Message.id(message), OperationType.QUEUE_MESSAGE_IMAGE, 0, queue.length, 0, 0, 0);
        Memory.copy(queue, 0, at, queue.length);
        long copy = at + queue.length;
        Memory.copy(message, copy, length);
        if (Message.state(message) == MessageState.READY) {
            // How it is linked says nothing about the state.
            Message.set(copy, Message.RETURNED, false);
            Message.setFirst(copy, 0);
            Message.setSecond(copy, 0);
        }
        if (large) {
            target.endWithLarge(copy + length, memory.largePayloads, Message.pieces(message));
        } else {
            target.end(copy + length);
        }
    }

    /** Makes the message of an item anew. */
    static long restore(QueueMemory memory, long item) {
        long source = EncodedOperation.value(item);
        int length = EncodedOperation.valueLength(item);
        int head = headLength(source, length);
        int payloadLength = Message.payloadLength(source);
        check(payloadLength == length - head);
        boolean large = Message.isLarge(source);
        check(large == payloadLength > Message.INLINE_PAYLOAD_BYTES_MAX);
        long message = memory.messages.allocate(head + (large ? 8 : payloadLength));
        Memory.copy(source, message, head);
        if (large) {
            Memory.putLong(message + head, Messages.largePayload(memory, source + head, payloadLength));
        } else {
            Memory.copy(source + head, message + head, payloadLength);
        }
        return message;
    }

    /** The length of all before the payload; nothing beyond the given length is read. */
    private static int headLength(long source, int length) {
        check(length >= Message.HEADER_BYTES);
        check((Memory.getByte(source + 26) & 0xf) < MessageState.COUNT);
        check(Message.priority(source) < ReadyMessages.PRIORITIES);
        BodyReader body = new BodyReader().of(source + Message.HEADER_BYTES, length - Message.HEADER_BYTES);
        if (Message.has(source, Message.HAS_TTL)) {
            var _ = body.getLong();
        }
        if (Message.has(source, Message.HAS_KEY)) {
            var _ = body.shortBytes();
        }
        if (Message.has(source, Message.HAS_HEADERS)) {
            var _ = body.bytes();
        }
        int head = (int) (body.position() - source);
        if (Message.has(source, Message.HAS_HISTORY)) {
            check(length - head >= History.HEADER_BYTES);
            head += History.bytes(source + head);
        }
        check(length >= head);
        return head;
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a message of an image is malformed");
        }
    }
}
