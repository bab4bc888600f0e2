package io.synap.engine.queue;

import io.synap.engine.memory.KeyHash;
import io.synap.engine.retry.Backoff;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.QueueCodec;
import io.synap.protocol.operation.QueueSetting;

/** Deliveries in vain, and what becomes a dead letter. Stateless. */
final class Deaths {
    /** A bound that was lowered is reached step by step. */
    private static final int GIVEN_UP_PER_DEATH = 2;

    private Deaths() {}

    /**
     * A LEASED message, which its consumer has no more, goes back, or dies when it was its last delivery.
     *
     * @param delay milliseconds, 0 for at once, -1 for the queue's backoff, -2 for at once and never to death
     */
    static void failed(
            Queue queue, long message, MessageEvent event, long error, int errorLength, long delay, long now) {
        int own = Message.maxDeliveries(message);
        long most = own > 0 ? own : queue.setting(QueueSetting.MAX_DELIVERIES);
        if (Message.deliveryCount(message) >= most && delay != QueueCodec.RELEASE) {
            die(queue, message, DeathReason.MAX_DELIVERIES, event, error, errorLength, now);
            return;
        }
        long told = Messages.withEvent(queue.memory, message, event, error, errorLength, 0, now);
        queue.backlog.replace(message, told);
        long wait = delay == QueueCodec.BACKOFF ? backoffMillis(queue, told) : Math.max(0, delay);
        queue.backlog.takeBack(told, wait == 0 ? 0 : now + wait, now);
    }

    private static long backoffMillis(Queue queue, long message) {
        return Backoff.millis(
                queue.setting(QueueSetting.BACKOFF_MIN_MILLIS),
                queue.setting(QueueSetting.BACKOFF_MAX_MILLIS),
                Message.deliveryCount(message),
                KeyHash.mix(queue.number, Message.id(message)));
    }

    /** A message that nobody received in time. */
    static void expire(Queue queue, long message, long now) {
        queue.count(QueueCounter.EXPIRED, 1);
        die(queue, message, DeathReason.EXPIRED, MessageEvent.EXPIRED, 0, 0, now);
    }

    /** Makes a message a dead letter; if it was LEASED, its consumer has it no more. */
    static void die(
            Queue queue, long message, DeathReason reason, MessageEvent event, long error, int errorLength, long now) {
        Redrive redrive = queue.redrive;
        if (redrive != null
                && Message.has(message, Message.HAS_HISTORY)
                && History.job(Message.historyAt(message)) == redrive.number) {
            redrive.diedAgain();
        }
        queue.backlog.remove(message, now);
        queue.count(QueueCounter.DEAD_LETTERED, 1);
        long most = queue.setting(QueueSetting.DEAD_LETTERS_MAX);
        if (most == 0) {
            queue.count(QueueCounter.DEAD_LETTERS_DROPPED, 1);
            queue.memory.free(message);
            return;
        }
        long letter = Messages.withEvent(queue.memory, message, event, error, errorLength, reason.code(), now);
        queue.memory.messages.free(message);
        queue.letters.add(letter, queue.nextLetter++);
        for (int i = 0; i < GIVEN_UP_PER_DEATH && queue.letters.size() > most; i++) {
            giveUpFirst(queue);
        }
    }

    /** Gives the oldest dead letter up; there must be one. */
    static void giveUpFirst(Queue queue) {
        long letter = queue.letters.first();
        queue.letters.remove(letter);
        queue.memory.free(letter);
        queue.count(QueueCounter.DEAD_LETTERS_DROPPED, 1);
    }

    /** Publishes a dead letter anew; the job is 0 when it was asked for by its id. */
    static void publishAnew(Queue queue, long letter, int job, long now) {
        queue.letters.remove(letter);
        long message = Messages.withEvent(queue.memory, letter, MessageEvent.REDRIVEN, 0, 0, 0, now);
        queue.memory.messages.free(letter);
        History.setJob(Message.historyAt(message), job);
        Message.forgetDeliveries(message);
        if (Message.ttlDeadline(message) <= now) {
            // What it was to live is over; who redrives it wants it received.
            Message.setTtlDeadline(message, Long.MAX_VALUE);
        }
        queue.count(QueueCounter.REDRIVEN, 1);
        queue.backlog.add(message, 0, now);
    }

    /** Goes on with the queue's redrive, looking at no more than so many letters; returns how many. */
    static long redrive(Queue queue, Redrive redrive, long most, long now) {
        long allowed = redrive.allowed(now);
        long looked = 0;
        while (looked < most && allowed > 0) {
            looked++;
            long number = redrive.next(queue.letters);
            if (number < 0) {
                break;
            }
            long letter = queue.letters.get(number);
            if (redrive.matches(letter)) {
                if (queue.isFull()) {
                    redrive.postpone(number, now);
                    break;
                }
                publishAnew(queue, letter, redrive.number, now);
                redrive.published();
                allowed--;
            }
        }
        return looked;
    }
}
