package io.synap.engine.queue;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.QueueSetting;
import org.jspecify.annotations.Nullable;

/** Hands messages out. Confined to its shard's lock. */
final class Receiver {
    /** What is due by the time of a RECEIVE is done first, so many things at most. */
    private static final int DUE_MAX = 256;

    private final BodyReader body = new BodyReader();
    /** How many due things may still be done, and how many were. */
    private long dueLeft;

    /**
     * Executes a RECEIVE. The order is that of priorities and then of ids; but every so manieth message, as
     * the queue says, is the oldest of the lowest priority, so that none is starved.
     */
    void receive(Queue queue, long operation, long now, Outcome outcome, ValueSink sink) {
        body.of(operation);
        boolean noAck = body.getByte() != 0;
        int most = body.getInt();
        long leaseMillis = body.getLong();
        long name = body.bytes();
        int nameLength = body.bytesLength();
        Consumers.@Nullable Consumer consumer = queue.consumers.find(name, nameLength);
        if (!noAck
                && (consumer == null || consumer.inFlight() == 0)
                && queue.consumers.active() >= Consumers.ACTIVE_MAX) {
            outcome.rejected(ErrorCode.LIMIT_REACHED, 0);
            return;
        }
        dueLeft = DUE_MAX - Timekeeper.advanceMessages(queue, DUE_MAX, now);
        int handedOut = 0;
        if (!queue.isPaused() && queue.backlog.ready().size() > 0) {
            if (noAck) {
                handedOut = consume(queue, most, now, sink);
            } else {
                Consumers.Consumer known = consumer != null ? consumer : queue.consumers.add(name, nameLength);
                long lease = leaseMillis > 0 ? leaseMillis : queue.setting(QueueSetting.LEASE_MILLIS);
                handedOut = lease(queue, known, most, lease, now, sink);
            }
        }
        if (dueLeft < DUE_MAX || handedOut > 0) {
            outcome.applied(0);
        }
        outcome.number(handedOut);
    }

    private int lease(Queue queue, Consumers.Consumer consumer, int most, long leaseMillis, long now, ValueSink sink) {
        long prefetch = queue.setting(QueueSetting.PREFETCH);
        long room = prefetch == 0 ? most : Math.min(most, prefetch - consumer.inFlight());
        int handedOut = 0;
        while (handedOut < room) {
            long message = next(queue, now);
            if (message == 0) {
                break;
            }
            queue.backlog.lease(message, now + leaseMillis, consumer.number);
            queue.consumers.take(consumer);
            sink.value(message);
            handedOut++;
        }
        queue.count(QueueCounter.DELIVERED, handedOut);
        return handedOut;
    }

    /** Hands messages out that are gone with that. */
    private int consume(Queue queue, int most, long now, ValueSink sink) {
        int handedOut = 0;
        while (handedOut < most) {
            long message = next(queue, now);
            if (message == 0) {
                break;
            }
            queue.backlog.remove(message, now);
            Message.countDelivery(message);
            sink.value(message);
            queue.memory.free(message);
            handedOut++;
        }
        queue.count(QueueCounter.DELIVERED, handedOut);
        queue.count(QueueCounter.ACKED, handedOut);
        return handedOut;
    }

    /** The message whose turn it is; 0 when there is none. */
    private long next(Queue queue, long now) {
        ReadyMessages ready = queue.backlog.ready();
        long every = queue.setting(QueueSetting.FAIRNESS_EVERY);
        boolean lowest = every > 0 && (queue.handOuts + 1) % every == 0;
        while (true) {
            long message = lowest ? ready.lowest() : ready.highest();
            if (message == 0 || Message.ttlDeadline(message) > now) {
                queue.handOuts += message == 0 ? 0 : 1;
                return message;
            }
            if (dueLeft == 0) {
                return 0;
            }
            dueLeft--;
            Deaths.expire(queue, message, now);
        }
    }
}
