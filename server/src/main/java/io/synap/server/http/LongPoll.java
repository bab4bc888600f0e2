package io.synap.server.http;

import io.synap.engine.Family;
import io.synap.server.node.Waiters;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A reply that waits until there is something to answer with, or until its time is over. Confined to its
 * event loop.
 */
final class LongPoll {
    /** What is done with an attempt. */
    interface Attempt {
        /** Runs one; true when the reply is done with, answered or failed. */
        boolean run(boolean last);
    }

    private final Vertx vertx;
    private final Attempt attempt;
    private final Waiters.Waiter waiter;
    private final ReplyUnderWay reply;
    private long timer;
    private boolean over;

    private LongPoll(
            Vertx vertx,
            Executor loop,
            Waiters waiters,
            Family.Kind kind,
            List<byte[]> names,
            ReplyUnderWay reply,
            Attempt attempt) {
        this.vertx = vertx;
        this.attempt = attempt;
        this.reply = reply;
        this.waiter = waiters.add(kind, names, loop, this::tryNow);
    }

    /** Begins; the reply may be done with at once. */
    static void begin(
            Vertx vertx,
            Executor loop,
            Waiters waiters,
            Family.Kind kind,
            List<byte[]> names,
            long waitMillis,
            ReplyUnderWay reply,
            Attempt attempt) {
        LongPoll poll = new LongPoll(vertx, loop, waiters, kind, names, reply, attempt);
        if (poll.waiter.tryNow()) {
            return;
        }
        poll.timer = vertx.setTimer(Math.max(1, waitMillis), id -> poll.timeUp());
        reply.whenGone(poll::gone);
    }

    private boolean tryNow() {
        if (!over && attempt.run(false)) {
            end();
            return true;
        }
        return over;
    }

    private void timeUp() {
        if (!over) {
            waiter.cancel();
            end();
            var _ = attempt.run(true);
        }
    }

    /** The client has left: what comes now is for others. */
    private void gone() {
        if (!over) {
            waiter.cancel();
            end();
            reply.abandon();
        }
    }

    private void end() {
        over = true;
        if (timer != 0) {
            var _ = vertx.cancelTimer(timer);
        }
    }
}
