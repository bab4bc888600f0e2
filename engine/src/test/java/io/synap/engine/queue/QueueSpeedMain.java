package io.synap.engine.queue;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.engine.ValueSink;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.OperationWriter;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/**
 * Measures publish, receive and ack in one shard, batches of 32, 100 B: a main, not a test. The argument is
 * how many messages wait meanwhile.
 */
public final class QueueSpeedMain {
    private static final int BATCH = 32;
    private static final int PAYLOAD_BYTES = 100;

    private final Engine engine = new Engine(new EngineOptions(42, AccessTracking.NONE, 1 << 20));
    private final OperationWriter writer = new OperationWriter();
    private final Outcome outcome = new Outcome();
    private final long name;
    private final int nameLength;
    private final long payload;
    private final Shard shard;
    private final long[] ids = new long[BATCH];
    private final int[] deliveries = new int[BATCH];
    private int received;
    private long now = 1_000_000;
    private final ValueSink sink = message -> {
        ids[received] = Message.id(message);
        deliveries[received++] = Message.deliveryNumber(message);
    };

    private QueueSpeedMain(Arena arena) {
        byte[] bytes = "jobs".getBytes(StandardCharsets.UTF_8);
        nameLength = bytes.length;
        name = arena.allocate(nameLength).address();
        Memory.copy(bytes, 0, name, nameLength);
        payload = arena.allocate(PAYLOAD_BYTES).address();
        shard = engine.shard(Slots.shardOf(name, nameLength));
        writer.begin(OperationType.QUEUE_CONFIGURE, name, nameLength).putByte(0);
        apply();
    }

    public static void main(String[] arguments) {
        long waiting = Long.parseLong(arguments[0]);
        try (Arena arena = Arena.ofConfined()) {
            new QueueSpeedMain(arena).run(waiting);
        }
    }

    private void run(long waiting) {
        long begin = System.nanoTime();
        for (long i = 0; i < waiting; i += BATCH) {
            publish();
        }
        long perMessage = waiting == 0 ? 0 : (System.nanoTime() - begin) / waiting;
        QueueSpace queues = shard.queues();
        System.out.printf(
                "filled with %d: %d ns a message, %.1f B a message (%.1f B accounted)%n",
                waiting,
                perMessage,
                waiting == 0 ? 0 : (double) queues.slabBytes() / waiting,
                waiting == 0 ? 0 : (double) queues.usedBytes() / waiting);
        for (int round = 0; round < 6; round++) {
            begin = System.nanoTime();
            int cycles = 40_000;
            for (int i = 0; i < cycles; i++) {
                publish();
                receive();
                ack();
                now++;
            }
            long nanos = System.nanoTime() - begin;
            System.out.printf(
                    "publish + receive + ack: %.0f ns a message, %.2f M messages/s%n",
                    (double) nanos / cycles / BATCH, 1e3 * cycles * BATCH / nanos);
        }
        begin = System.nanoTime();
        for (long i = 0; i < waiting; i += BATCH) {
            receive();
            ack();
        }
        System.out.printf(
                "drained: %d ns a message, %d B left%n",
                waiting == 0 ? 0 : (System.nanoTime() - begin) / waiting, queues.slabBytes());
        engine.close();
    }

    private void publish() {
        writer.begin(OperationType.QUEUE_PUBLISH, name, nameLength);
        for (int i = 0; i < BATCH; i++) {
            writer.putByte(0).putBytes(payload, PAYLOAD_BYTES);
        }
        apply();
    }

    private void receive() {
        received = 0;
        writer.begin(OperationType.QUEUE_RECEIVE, name, nameLength)
                .putByte(0)
                .putInt(BATCH)
                .putLong(0)
                .putBytes(name, nameLength);
        apply();
    }

    private void ack() {
        writer.begin(OperationType.QUEUE_ACK, name, nameLength);
        for (int i = 0; i < received; i++) {
            writer.putLong(ids[i]).putInt(deliveries[i]);
        }
        apply();
    }

    private void apply() {
        shard.lock();
        try {
            shard.apply(writer.end(), now, outcome, sink);
        } finally {
            shard.unlock();
        }
        if (outcome.rejection() != null) {
            throw new IllegalStateException(String.valueOf(outcome.rejection()));
        }
    }
}
