package io.synap.engine.queue;

import io.synap.protocol.operation.QueueCodec;

/** What happens to a queue as time passes. Stateless. */
final class Timekeeper {
    private Timekeeper() {}

    /** Does at most so many of the things that are due; returns how many. */
    static long advance(Queue queue, long most, long now) {
        long done = advanceMessages(queue, most, now);
        while (done < most && queue.dedup.nextEnd() <= now) {
            queue.dedup.forgetFirst();
            done++;
        }
        while (done < most && queue.nextLetterEnd() <= now) {
            Deaths.giveUpFirst(queue);
            done++;
        }
        Redrive redrive = queue.redrive;
        if (redrive != null && done < most && redrive.nextMillis() <= now) {
            done += Deaths.redrive(queue, redrive, most - done, now);
        }
        return done;
    }

    /** Ends at most so many leases, delays and times to live that are over, earliest first; returns how many. */
    static long advanceMessages(Queue queue, long most, long now) {
        long done = 0;
        while (done < most) {
            long leaseEnd = queue.backlog.nextLeaseEnd();
            long timer = queue.backlog.nextTimer();
            if (Math.min(leaseEnd, timer) > now) {
                break;
            }
            if (leaseEnd <= timer) {
                expireLease(queue, queue.backlog.firstLeased(), now);
            } else {
                endTimer(queue, queue.backlog.firstTimed(), now);
            }
            done++;
        }
        return done;
    }

    private static void expireLease(Queue queue, long message, long now) {
        queue.count(QueueCounter.LEASES_EXPIRED, 1);
        queue.consumers.giveBack(Message.second(message));
        Deaths.failed(queue, message, MessageEvent.LEASE_EXPIRED, 0, 0, QueueCodec.BACKOFF, now);
    }

    private static void endTimer(Queue queue, long message, long now) {
        if (Message.ttlDeadline(message) <= now) {
            Deaths.expire(queue, message, now);
        } else {
            queue.backlog.endDelay(message, now);
        }
    }
}
