package io.synap.server.queue;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.queue.Queue;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.OperationWriter;
import io.synap.protocol.operation.QueueCodec;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import io.synap.server.node.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The commands on queues in typed form: every transport parses its own syntax, calls these, and writes its
 * own replies. Confined to its access' thread. Names and payloads are native ranges (address, length) that
 * the caller keeps alive during the call. Outcomes are valid until the next call.
 *
 * <p>All of them may throw {@link SynapException}, INVALID_ARGUMENT, MESSAGE_TOO_LARGE, OUT_OF_MEMORY and
 * such; nothing has happened then. What a queue refuses is the outcome's rejection, QUEUE_NOT_FOUND and
 * such; what is refused about one message of several is its item's error, MESSAGE_NOT_FOUND or LEASE_LOST.
 */
public final class QueueCommands {
    private final Access access;
    private final QueueLimits limits;
    private final OperationWriter writer = new OperationWriter();
    /** Of the operation that is being gathered. */
    private int gathered;

    private int shard;

    public QueueCommands(Access access, QueueLimits limits) {
        this.access = access;
        this.limits = limits;
    }

    public Access access() {
        return access;
    }

    /**
     * Creates a queue or changes some of its settings; the number is 1 if it was created. Rejections:
     * QUEUE_EXISTS with CREATE, QUEUE_NOT_FOUND with UPDATE, LIMIT_REACHED when the shard has 65,535 queues.
     *
     * @throws SynapException LIMIT_REACHED when there are as many queues as there may be
     */
    public Outcome configure(long name, int nameLength, Mode mode, Map<QueueSetting, Long> changes) {
        Arguments.checkName(nameLength);
        begin(OperationType.QUEUE_CONFIGURE, name, nameLength);
        writer.putByte(mode.code());
        changes.forEach((setting, value) -> {
            Arguments.check(
                    setting.allows(value),
                    "the setting " + setting + " is not in " + setting.min() + " to " + setting.max());
            writer.putByte(setting.code()).putLong(value);
        });
        if (mode != Mode.UPDATE && access.queueCount() >= limits.queuesMax() && !exists(name, nameLength)) {
            throw new SynapException(ErrorCode.LIMIT_REACHED);
        }
        return write(Access.noSink());
    }

    /** Hands nothing out until {@link #resume}. */
    public Outcome pause(long name, int nameLength) {
        return configure(name, nameLength, Mode.UPDATE, Map.of(QueueSetting.PAUSED, 1L));
    }

    public Outcome resume(long name, int nameLength) {
        return configure(name, nameLength, Mode.UPDATE, Map.of(QueueSetting.PAUSED, 0L));
    }

    /** Removes a queue with everything in it; the number is how many messages, dead letters too. */
    public Outcome delete(long name, int nameLength) {
        begin(OperationType.QUEUE_DELETE, name, nameLength);
        Outcome outcome = write(Access.noSink());
        access.deliveries().emptied(name, nameLength);
        return outcome;
    }

    /** Removes a queue's messages; the number is how many. */
    public Outcome purge(long name, int nameLength, Scope scope) {
        begin(OperationType.QUEUE_PURGE, name, nameLength);
        writer.putByte(scope.code());
        Outcome outcome = write(Access.noSink());
        if (scope == Scope.ALL) {
            access.deliveries().emptied(name, nameLength);
        }
        return outcome;
    }

    /** Begins to gather messages for {@link #publish}. */
    public void beginPublish(long name, int nameLength) {
        begin(OperationType.QUEUE_PUBLISH, name, nameLength);
    }

    /** Adds a message without options. */
    public void add(long payload, int payloadLength) {
        ensureFits(payloadLength);
        writer.putByte(0).putBytes(payload, payloadLength);
    }

    /** Adds a message. */
    public void add(long payload, int payloadLength, MessageOptions options) {
        ensureFits(payloadLength);
        int flags = options.flags;
        writer.putByte(flags);
        if ((flags & QueueCodec.HAS_PRIORITY) != 0) {
            writer.putByte(options.priority);
        }
        if ((flags & QueueCodec.HAS_DELAY) != 0) {
            writer.putLong(options.delayMillis);
        }
        if ((flags & QueueCodec.HAS_TTL) != 0) {
            writer.putLong(options.ttlMillis);
        }
        if ((flags & QueueCodec.HAS_MAX_DELIVERIES) != 0) {
            writer.putInt(options.maxDeliveries);
        }
        if ((flags & QueueCodec.HAS_DEDUP_ID) != 0) {
            writer.putBytes(options.dedupId, options.dedupIdLength);
        }
        if ((flags & QueueCodec.HAS_ORDERING_KEY) != 0) {
            writer.putBytes(options.orderingKey, options.orderingKeyLength);
        }
        if ((flags & QueueCodec.HAS_HEADERS) != 0) {
            writer.putBytes(options.headers(), options.headersLength);
        }
        writer.putBytes(payload, payloadLength);
    }

    /** The length of the operation that is being gathered, for {@link Access#hasRoom}. */
    public long gatheredBytes() {
        return writer.bodyBytes();
    }

    /**
     * Publishes all gathered messages, or none. An item for each: see {@link #messageId} and {@link
     * #isDuplicate}. Rejections: QUEUE_NOT_FOUND, QUEUE_FULL; LIMIT_REACHED when the queue has no id left.
     */
    public Outcome publish() {
        return write(Access.noSink());
    }

    /** The id of a published message, or of the earlier one that it is a duplicate of. */
    public static long messageId(Outcome outcome, int item) {
        return Math.abs(outcome.itemNumber(item));
    }

    /** Whether a message was not published because its deduplication id was known. */
    public static boolean isDuplicate(Outcome outcome, int item) {
        return outcome.itemNumber(item) < 0;
    }

    /**
     * Hands messages to the sink, under the shard's lock: see {@link io.synap.engine.queue.Message}. The
     * number is how many; none when the queue is empty or paused, or the consumer has as many as it may.
     * Rejections: QUEUE_NOT_FOUND, LIMIT_REACHED when too many consumers have messages in flight.
     *
     * @param leaseMillis 0 for the queue's
     * @param noAck whether the messages are gone as soon as they are handed out
     */
    public Outcome receive(
            long name,
            int nameLength,
            long consumer,
            int consumerLength,
            int messagesMax,
            long leaseMillis,
            boolean noAck,
            ValueSink sink) {
        Arguments.check(
                consumerLength > 0 && consumerLength <= QueueLimits.CONSUMER_NAME_BYTES_MAX,
                "a consumer's name has 1 to 256 bytes");
        Arguments.check(messagesMax > 0 && messagesMax <= QueueLimits.BATCH_MAX, "the count is not in 1 to 10000");
        Arguments.check(leaseMillis >= 0 && leaseMillis <= QueueSetting.MILLIS_MAX, "the lease is out of range");
        begin(OperationType.QUEUE_RECEIVE, name, nameLength);
        writer.putByte(noAck ? 1 : 0).putInt(messagesMax).putLong(leaseMillis).putBytes(consumer, consumerLength);
        return write(sink);
    }

    /** Holds on to a large payload beyond the lock; only in the sink of a receive or a read. */
    public LargeValue retainLarge(long message) {
        return access.shard(shard).queues().retainLarge(message);
    }

    /** Begins to gather deliveries that were done with, for {@link #settle}. */
    public void beginAck(long name, int nameLength) {
        begin(OperationType.QUEUE_ACK, name, nameLength);
    }

    /** Begins to gather deliveries to be given back: after a delay, 0 for at once, or -1 for the backoff. */
    public void beginNack(long name, int nameLength, long delayMillis, long error, int errorLength) {
        Arguments.check(
                delayMillis >= QueueCodec.BACKOFF && delayMillis <= QueueSetting.MILLIS_MAX,
                "the delay is out of range");
        begin(OperationType.QUEUE_NACK, name, nameLength);
        writer.putLong(delayMillis).putBytes(error, Math.min(errorLength, QueueLimits.ERROR_BYTES_MAX));
    }

    /** Begins to gather deliveries to be made dead letters. */
    public void beginReject(long name, int nameLength, long error, int errorLength) {
        begin(OperationType.QUEUE_REJECT, name, nameLength);
        writer.putBytes(error, Math.min(errorLength, QueueLimits.ERROR_BYTES_MAX));
    }

    /** Begins to gather deliveries whose leases shall end so many milliseconds from now. */
    public void beginExtend(long name, int nameLength, long leaseMillis) {
        Arguments.check(leaseMillis > 0 && leaseMillis <= QueueSetting.MILLIS_MAX, "the lease is out of range");
        begin(OperationType.QUEUE_EXTEND, name, nameLength);
        writer.putLong(leaseMillis);
    }

    /**
     * Begins to gather deliveries that their consumer never got round to: they come back at once, and none dies of
     * it, however often it was delivered.
     */
    public void beginRelease(long name, int nameLength) {
        begin(OperationType.QUEUE_NACK, name, nameLength);
        writer.putLong(QueueCodec.RELEASE).putBytes(0, 0);
    }

    /** Adds a delivery by message and delivery number; 0 for the present one, whichever that is. */
    public void addDelivery(long id, int deliveryNumber) {
        count();
        writer.putLong(id).putInt(deliveryNumber);
    }

    /** Does what was begun to each delivery; an item for each, with MESSAGE_NOT_FOUND or LEASE_LOST. */
    public Outcome settle() {
        long operation = writer.end();
        byte type = EncodedOperation.type(operation);
        Outcome outcome = access.write(operation, Access.noSink());
        // What was settled before may be in somebody else's hands by now.
        if (type != OperationType.QUEUE_EXTEND && type != OperationType.QUEUE_REDRIVE && !outcome.recalled()) {
            access.deliveries()
                    .settled(EncodedOperation.key(operation), EncodedOperation.keyLength(operation), outcome);
        }
        return outcome;
    }

    /** Begins to gather dead letters, by {@link #addId}, that {@link #settle} publishes anew. */
    public void beginRedrive(long name, int nameLength) {
        begin(OperationType.QUEUE_REDRIVE, name, nameLength);
    }

    /**
     * Begins to gather messages, by {@link #addId}, that {@link #settle} removes.
     *
     * @param onlyDead a message that is no dead letter is not found; else they go whatever their state
     */
    public void beginRemove(long name, int nameLength, boolean onlyDead) {
        begin(OperationType.QUEUE_REMOVE, name, nameLength);
        writer.putByte(onlyDead ? 1 : 0);
    }

    /** Adds a message by its id. */
    public void addId(long id) {
        count();
        writer.putLong(id);
    }

    /**
     * Begins to publish anew the dead letters that there are now and that match; the number is how many were
     * done at once. It replaces one that is under way, and halts when half of what it published dies again.
     *
     * @param reason null for any
     * @param error what the last error contains; of length 0 for anything
     * @param diedFrom milliseconds since 1970
     * @param diedBefore milliseconds since 1970; 0 for no bound
     * @param messagesMax 0 for all
     * @param perSecond 0 for as fast as can be
     */
    public Outcome redriveMatching(
            long name,
            int nameLength,
            @Nullable DeathReason reason,
            long error,
            int errorLength,
            long diedFrom,
            long diedBefore,
            long messagesMax,
            int perSecond) {
        Arguments.check(errorLength <= QueueLimits.ERROR_BYTES_MAX, "the error is too long");
        Arguments.check(diedFrom >= 0 && diedBefore >= 0, "a time is out of range");
        Arguments.check(messagesMax >= 0 && perSecond >= 0, "the count or the rate is negative");
        begin(OperationType.QUEUE_BEGIN_REDRIVE, name, nameLength);
        writer.putByte(reason == null ? 0 : reason.code())
                .putBytes(error, errorLength)
                .putLong(diedFrom)
                .putLong(diedBefore)
                .putLong(messagesMax)
                .putInt(perSecond);
        return write(Access.noSink());
    }

    /** Ends a redrive that is under way; the number is 1 if there was one. */
    public Outcome endRedrive(long name, int nameLength) {
        begin(OperationType.QUEUE_END_REDRIVE, name, nameLength);
        return write(Access.noSink());
    }

    /**
     * Reads a queue under its shard's lock.
     *
     * @throws SynapException QUEUE_NOT_FOUND
     */
    public void read(long name, int nameLength, QueueReader reader) {
        shard = Slots.shardOf(name, nameLength);
        access.lock(1L << shard);
        try {
            Queue queue = access.shard(shard).queues().find(name, nameLength);
            if (queue == null) {
                throw new SynapException(ErrorCode.QUEUE_NOT_FOUND);
            }
            reader.read(queue);
        } finally {
            access.unlock(1L << shard);
        }
    }

    public boolean exists(long name, int nameLength) {
        int index = Slots.shardOf(name, nameLength);
        access.lock(1L << index);
        try {
            return access.shard(index).queues().find(name, nameLength) != null;
        } finally {
            access.unlock(1L << index);
        }
    }

    /**
     * Hands a message of any state to the sink; false when there is none.
     *
     * @throws SynapException QUEUE_NOT_FOUND
     */
    public boolean message(long name, int nameLength, long id, ValueSink sink) {
        boolean[] found = new boolean[1];
        read(name, nameLength, queue -> {
            long message = queue.find(id);
            found[0] = message != 0;
            if (message != 0) {
                sink.value(message);
            }
        });
        return found[0];
    }

    /**
     * Hands dead letters to the sink, oldest first.
     *
     * @param cursor where to go on: 0, or what the last call returned
     * @return where to go on; 0 at the end
     * @throws SynapException QUEUE_NOT_FOUND
     */
    public long deadLetters(long name, int nameLength, long cursor, int countMax, ValueSink sink) {
        Arguments.check(countMax > 0 && countMax <= QueueLimits.BATCH_MAX, "the count is not in 1 to 10000");
        long[] next = new long[1];
        read(name, nameLength, queue -> next[0] = queue.deadLetters(cursor, countMax, sink));
        return next[0];
    }

    /** The names of queues behind a name, null for all, in their unsigned order. */
    public List<byte[]> names(byte @Nullable [] after, int countMax) {
        List<byte[]> names = new ArrayList<>();
        for (int index = 0; index < Slots.SHARDS; index++) {
            access.lock(1L << index);
            try {
                int taken = 0;
                for (Queue queue : access.shard(index).queues().after(after)) {
                    if (taken++ == countMax) {
                        break;
                    }
                    names.add(queue.name());
                }
            } finally {
                access.unlock(1L << index);
            }
        }
        names.sort(Arrays::compareUnsigned);
        return names.size() > countMax ? List.copyOf(names.subList(0, countMax)) : names;
    }

    private void begin(byte type, long name, int nameLength) {
        gathered = 0;
        writer.begin(type, name, nameLength);
        shard = Slots.shardOf(name, nameLength);
    }

    private void ensureFits(int payloadLength) {
        count();
        if (payloadLength > limits.messageBytesMax()) {
            throw new SynapException(ErrorCode.MESSAGE_TOO_LARGE);
        }
    }

    private void count() {
        Arguments.check(++gathered <= QueueLimits.BATCH_MAX, "more than 10000 messages at once");
    }

    private Outcome write(ValueSink sink) {
        return access.write(writer.end(), sink);
    }
}
