package io.synap.engine.queue;

import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.SizeClasses;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.QueueOperation;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message of the model, dead or alive. Confined to one test. */
final class ModelMessage {
    final long id;
    final QueueOperation.Message message;
    final int priority;
    long ttlDeadline;
    final boolean hasTtl;
    MessageState state = MessageState.READY;
    long notBefore;
    long leaseEnd;
    String consumer = "";
    int delivery;
    int count;
    long died;
    int events;
    int errorLength;

    @Nullable
    DeathReason reason;

    ModelMessage(long id, QueueOperation.Message message, int priority, long ttl, long now) {
        this.id = id;
        this.message = message;
        this.priority = priority;
        this.hasTtl = ttl > 0;
        this.ttlDeadline = hasTtl ? now + ttl : Long.MAX_VALUE;
    }

    boolean leased() {
        return state == MessageState.LEASED;
    }

    long timer() {
        return switch (state) {
            case READY, WAITING -> ttlDeadline;
            case DELAYED -> Math.min(notBefore, ttlDeadline);
            case LEASED, DEAD -> Long.MAX_VALUE;
        };
    }

    String payload() {
        return new String(message.payload().toArray(), StandardCharsets.ISO_8859_1);
    }

    long bytes() {
        int headers = message.headers().stream()
                .mapToInt(header -> 4 + header.name().length() + header.value().length())
                .sum();
        int key = message.orderingKey().length();
        int length = message.payload().length();
        boolean large = length > 16 << 10;
        int block = 44
                + (hasTtl ? 8 : 0)
                + (key > 0 ? 2 + key : 0)
                + (headers > 0 ? 4 + headers : 0)
                + (events > 0 ? 28 + 13 * Math.min(8, events) + errorLength : 0)
                + (large ? 8 : length);
        return SizeClasses.blockBytes(block) + (large ? LargeValues.bytes(length) : 0);
    }
}
