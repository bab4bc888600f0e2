package io.synap.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.synap.engine.Family;
import io.synap.server.node.Waiters;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

    private final Attempt attempt;
    private final Waiters.Waiter waiter;
    private final ReplyUnderWay reply;
    private @Nullable Future<?> timer;
    private boolean over;

    private LongPoll(
            Executor loop,
            Waiters waiters,
            Family.Kind kind,
            List<byte[]> names,
            ReplyUnderWay reply,
            Attempt attempt) {
        this.attempt = attempt;
        this.reply = reply;
        this.waiter = waiters.add(kind, names, loop, this::tryNow);
    }

    /** Begins; the reply may be done with at once. */
    static void begin(
            EventExecutor timers,
            Executor loop,
            Waiters waiters,
            Family.Kind kind,
            List<byte[]> names,
            long waitMillis,
            ReplyUnderWay reply,
            Attempt attempt) {
        LongPoll poll = new LongPoll(loop, waiters, kind, names, reply, attempt);
        if (poll.waiter.tryNow()) {
            return;
        }
        poll.timer = timers.schedule(poll::timeUp, Math.max(1, waitMillis), TimeUnit.MILLISECONDS);
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
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }
}
