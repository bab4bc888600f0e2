package io.synap.server.queue;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.QueueCodec;
import io.synap.protocol.operation.QueueSetting;

/**
 * What a message to be published has beside its payload. Confined to its owner, who reuses it; {@link
 * #clear} first.
 *
 * <p>Native ranges are to be kept alive until the message is added; headers are copied at once. Whatever is
 * out of bounds throws a SynapException with INVALID_ARGUMENT.
 */
public final class MessageOptions {
    private final NativeBuffer headers = new NativeBuffer(256);
    int flags;
    int priority;
    long delayMillis;
    long ttlMillis;
    int maxDeliveries;
    long dedupId;
    int dedupIdLength;
    long orderingKey;
    int orderingKeyLength;
    int headersLength;

    public MessageOptions clear() {
        flags = 0;
        headersLength = 0;
        return this;
    }

    /** 0 to 9, 9 first. Without it the queue's default. */
    public MessageOptions priority(long value) {
        Arguments.check(value >= 0 && value <= 9, "the priority is not in 0 to 9");
        priority = (int) value;
        flags |= QueueCodec.HAS_PRIORITY;
        return this;
    }

    /** Not to be received before so many milliseconds have passed; 0 for at once. */
    public MessageOptions delayMillis(long value) {
        Arguments.check(value >= 0 && value <= QueueSetting.MILLIS_MAX, "the delay is out of range");
        delayMillis = value;
        flags = value > 0 ? flags | QueueCodec.HAS_DELAY : flags & ~QueueCodec.HAS_DELAY;
        return this;
    }

    /** A dead letter when it was not received so many milliseconds after its publication. */
    public MessageOptions ttlMillis(long value) {
        Arguments.check(value > 0 && value <= QueueSetting.MILLIS_MAX, "the time to live is out of range");
        ttlMillis = value;
        flags |= QueueCodec.HAS_TTL;
        return this;
    }

    /** 1 to 65,535. Without it the queue's. */
    public MessageOptions maxDeliveries(long value) {
        Arguments.check(QueueSetting.MAX_DELIVERIES.allows(value), "the most deliveries are not in 1 to 65535");
        maxDeliveries = (int) value;
        flags |= QueueCodec.HAS_MAX_DELIVERIES;
        return this;
    }

    /** Within the queue's window, a second message with this id is not published. */
    public MessageOptions dedupId(long address, int length) {
        Arguments.check(
                length > 0 && length <= QueueLimits.DEDUP_ID_BYTES_MAX, "the deduplication id has a bad length");
        dedupId = address;
        dedupIdLength = length;
        flags |= QueueCodec.HAS_DEDUP_ID;
        return this;
    }

    /** Messages with the same key are received one after another, in the order of their ids. */
    public MessageOptions orderingKey(long address, int length) {
        Arguments.check(
                length > 0 && length <= QueueLimits.ORDERING_KEY_BYTES_MAX, "the ordering key has a bad length");
        orderingKey = address;
        orderingKeyLength = length;
        flags |= QueueCodec.HAS_ORDERING_KEY;
        return this;
    }

    /** Adds a header. */
    public MessageOptions header(long name, int nameLength, long value, int valueLength) {
        long length = (long) headersLength + 4 + nameLength + valueLength;
        Arguments.check(length <= QueueLimits.HEADERS_BYTES_MAX, "the headers are too long");
        long at = headers.ensure(length, headersLength) + headersLength;
        Memory.putShort(at, (short) nameLength);
        Memory.copy(name, at + 2, nameLength);
        Memory.putShort(at + 2 + nameLength, (short) valueLength);
        Memory.copy(value, at + 4 + nameLength, valueLength);
        headersLength = (int) length;
        flags |= QueueCodec.HAS_HEADERS;
        return this;
    }

    long headers() {
        return headers.address();
    }
}
