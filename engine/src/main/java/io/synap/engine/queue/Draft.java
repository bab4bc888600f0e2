package io.synap.engine.queue;

import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.SizeClasses;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.QueueCodec;
import io.synap.protocol.operation.QueueSetting;

/** A message as a PUBLISH has it. Confined to its shard's lock; reused. */
final class Draft {
    private int flags;
    private int priority;
    private long ttlMillis;
    long delayMillis;
    int maxDeliveries;
    long dedupId;
    int dedupIdLength;
    long orderingKey;
    int orderingKeyLength;
    long headers;
    int headersLength;
    long payload;
    int payloadLength;

    /** Reads the next message of a body. */
    void read(BodyReader body) {
        flags = body.getByte();
        priority = has(QueueCodec.HAS_PRIORITY) ? body.getByte() : 0;
        delayMillis = has(QueueCodec.HAS_DELAY) ? body.getLong() : 0;
        ttlMillis = has(QueueCodec.HAS_TTL) ? body.getLong() : 0;
        maxDeliveries = has(QueueCodec.HAS_MAX_DELIVERIES) ? body.getInt() : 0;
        dedupId = has(QueueCodec.HAS_DEDUP_ID) ? body.bytes() : 0;
        dedupIdLength = dedupId == 0 ? 0 : body.bytesLength();
        orderingKey = has(QueueCodec.HAS_ORDERING_KEY) ? body.bytes() : 0;
        orderingKeyLength = orderingKey == 0 ? 0 : body.bytesLength();
        headers = has(QueueCodec.HAS_HEADERS) ? body.bytes() : 0;
        headersLength = headers == 0 ? 0 : body.bytesLength();
        payload = body.bytes();
        payloadLength = body.bytesLength();
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    int priority(Queue queue) {
        return has(QueueCodec.HAS_PRIORITY) ? priority : (int) queue.setting(QueueSetting.DEFAULT_PRIORITY);
    }

    /** 0 for ever. */
    long ttlMillis(Queue queue) {
        return has(QueueCodec.HAS_TTL) ? ttlMillis : queue.setting(QueueSetting.MESSAGE_TTL_MILLIS);
    }

    boolean isLarge() {
        return payloadLength > Message.INLINE_PAYLOAD_BYTES_MAX;
    }

    /** What its block takes. */
    int blockBytes(Queue queue) {
        return Message.HEADER_BYTES
                + (ttlMillis(queue) > 0 ? 8 : 0)
                + (orderingKeyLength > 0 ? 2 + orderingKeyLength : 0)
                + (headersLength > 0 ? 4 + headersLength : 0)
                + (isLarge() ? 8 : payloadLength);
    }

    /** What it will be accounted with, see {@link Message#bytes}. */
    long bytes(Queue queue) {
        return SizeClasses.blockBytes(blockBytes(queue)) + (isLarge() ? LargeValues.bytes(payloadLength) : 0);
    }
}
