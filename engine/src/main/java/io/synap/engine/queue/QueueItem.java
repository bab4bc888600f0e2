package io.synap.engine.queue;

import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ItemWriter;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.OperationType;

/**
 * A queue's description as an item of an image. Stateless.
 *
 * <pre>
 * i32 number; i64 next id, next letter, next deduplication id, hand-outs
 * u8 how many settings, and i64 each; u8 how many counters, and i64 each
 * i32 redrives, u8 1 if there is one else 0, and that one, see {@link Redrive}
 * i32 how many consumers have messages in flight, and for each: i32 number, bytes name
 * </pre>
 */
final class QueueItem {
    private static final int FIXED_BYTES_MAX = 512;

    private QueueItem() {}

    static long bytesMax(Queue queue) {
        long bytes = ImageItems.itemBytes(0, queue.name().length, FIXED_BYTES_MAX);
        Redrive redrive = queue.redrive;
        if (redrive != null) {
            bytes += redrive.imageBytes();
        }
        for (Consumers.Consumer consumer : queue.consumers.all()) {
            bytes += 8 + consumer.name().length;
        }
        return bytes;
    }

    static void write(Queue queue, ImageItems target) {
        ItemWriter body = target.begin(queue.number, OperationType.QUEUE_IMAGE, queue.name());
        body.putInt(queue.number);
        body.putLong(queue.nextId);
        body.putLong(queue.nextLetter);
        body.putLong(queue.nextDedup);
        body.putLong(queue.handOuts);
        putAll(body, queue.settings);
        putAll(body, queue.counters);
        Redrive redrive = queue.redrive;
        body.putInt(queue.redrives);
        body.putByte(redrive == null ? 0 : 1);
        if (redrive != null) {
            body.putInt(redrive.number);
            redrive.write(body);
        }
        body.putInt(queue.consumers.active());
        for (Consumers.Consumer consumer : queue.consumers.all()) {
            if (consumer.inFlight() > 0) {
                body.putInt(consumer.number);
                body.putBytes(consumer.name());
            }
        }
        target.end(body);
    }

    static void restore(Queue queue, long item) {
        BodyReader body = new BodyReader().of(item);
        queue.number = body.getInt();
        queue.nextId = body.getLong();
        queue.nextLetter = body.getLong();
        queue.nextDedup = body.getLong();
        queue.handOuts = body.getLong();
        getAll(body, queue.settings);
        getAll(body, queue.counters);
        queue.redrives = body.getInt();
        if (body.getByte() != 0) {
            queue.redrive = Redrive.restore(body.getInt(), body);
        }
        int consumers = body.getInt();
        for (int i = 0; i < consumers; i++) {
            int number = body.getInt();
            queue.consumers.restore(body.array(), number);
        }
        queue.consumers.restored();
    }

    private static void putAll(ItemWriter body, long[] values) {
        body.putByte(values.length).putLongs(values);
    }

    private static void getAll(BodyReader body, long[] values) {
        int count = body.getByte();
        if (count > values.length) {
            throw new IllegalStateException("a queue of an image has settings or counters of a later version");
        }
        for (int i = 0; i < count; i++) {
            values[i] = body.getLong();
        }
    }
}
