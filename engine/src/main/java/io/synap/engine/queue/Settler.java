package io.synap.engine.queue;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.DeathReason;
import org.jspecify.annotations.Nullable;

/** What is done to messages by their ids: ack, nack, reject, extend, redrive, remove. Confined to its shard's lock. */
final class Settler {
    private final BodyReader body = new BodyReader();
    /** Why the last receipt led to nothing. */
    private @Nullable ErrorCode error;

    private long id;
    private long done;

    void ack(Queue queue, long operation, long now, Outcome outcome) {
        begin(operation);
        while (body.hasMore()) {
            long message = readReceipt(queue);
            if (message != 0) {
                queue.consumers.giveBack(Message.second(message));
                queue.backlog.remove(message, now);
                queue.memory.free(message);
            }
            report(outcome);
        }
        queue.count(QueueCounter.ACKED, done);
        end(outcome);
    }

    void nack(Queue queue, long operation, long now, Outcome outcome) {
        begin(operation);
        long delay = body.getLong();
        long text = body.bytes();
        int length = body.bytesLength();
        while (body.hasMore()) {
            long message = readReceipt(queue);
            if (message != 0) {
                queue.consumers.giveBack(Message.second(message));
                Deaths.failed(queue, message, MessageEvent.NACKED, text, length, delay, now);
            }
            report(outcome);
        }
        queue.count(QueueCounter.NACKED, done);
        end(outcome);
    }

    void reject(Queue queue, long operation, long now, Outcome outcome) {
        begin(operation);
        long text = body.bytes();
        int length = body.bytesLength();
        while (body.hasMore()) {
            long message = readReceipt(queue);
            if (message != 0) {
                queue.consumers.giveBack(Message.second(message));
                Deaths.die(queue, message, DeathReason.REJECTED, MessageEvent.REJECTED, text, length, now);
            }
            report(outcome);
        }
        queue.count(QueueCounter.REJECTED, done);
        end(outcome);
    }

    void extend(Queue queue, long operation, long now, Outcome outcome) {
        begin(operation);
        long deadline = now + body.getLong();
        while (body.hasMore()) {
            long message = readReceipt(queue);
            if (message != 0) {
                queue.backlog.extend(message, deadline);
            }
            report(outcome);
        }
        end(outcome);
    }

    void redrive(Queue queue, long operation, long now, Outcome outcome) {
        begin(operation);
        while (body.hasMore()) {
            id = body.getLong();
            long letter = queue.letters.find(id);
            error = letter == 0 ? ErrorCode.MESSAGE_NOT_FOUND : queue.isFull() ? ErrorCode.QUEUE_FULL : null;
            if (error == null) {
                Deaths.publishAnew(queue, letter, 0, now);
            }
            report(outcome);
        }
        end(outcome);
    }

    void remove(Queue queue, long operation, long now, Outcome outcome) {
        begin(operation);
        boolean onlyDead = body.getByte() != 0;
        while (body.hasMore()) {
            id = body.getLong();
            long message = onlyDead ? queue.letters.find(id) : queue.find(id);
            error = message == 0 ? ErrorCode.MESSAGE_NOT_FOUND : null;
            if (message != 0) {
                remove(queue, message, now);
            }
            report(outcome);
        }
        queue.count(QueueCounter.REMOVED, done);
        end(outcome);
    }

    private static void remove(Queue queue, long message, long now) {
        MessageState state = Message.state(message);
        if (state == MessageState.DEAD) {
            queue.letters.remove(message);
        } else {
            if (state == MessageState.LEASED) {
                queue.consumers.giveBack(Message.second(message));
            }
            queue.backlog.remove(message, now);
        }
        queue.memory.free(message);
    }

    private void begin(long operation) {
        body.of(operation);
        done = 0;
    }

    /**
     * Reads the next receipt; the message, or 0 with {@link #error} when the delivery is over. A lease ends when
     * an operation lets time pass it: an answer that comes late but before that is still good.
     */
    private long readReceipt(Queue queue) {
        id = body.getLong();
        int delivery = body.getInt();
        long message = queue.find(id);
        if (message == 0) {
            error = ErrorCode.MESSAGE_NOT_FOUND;
            return 0;
        }
        boolean held = Message.state(message) == MessageState.LEASED
                && (delivery == 0 || delivery == Message.deliveryNumber(message));
        error = held ? null : ErrorCode.LEASE_LOST;
        return held ? message : 0;
    }

    private void report(Outcome outcome) {
        outcome.item(error, id);
        done += error == null ? 1 : 0;
    }

    private void end(Outcome outcome) {
        if (done > 0) {
            outcome.applied(0);
        }
        outcome.number(done);
    }
}
