package io.synap.server.http;

import io.synap.engine.Family;
import io.synap.server.node.Waiters;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A request that waits until there is something to answer with, or until its time is over. Confined to its
 * event loop.
 */
final class LongPoll {
    /** What the dispatcher does with an attempt. */
    interface Attempt {
        /** Runs one; true when the exchange is done with, answered or failed. */
        boolean run(boolean last);
    }

    private final Vertx vertx;
    private final Attempt attempt;
    private final Waiters.Waiter waiter;
    private final Runnable abandon;
    private long timer;
    private boolean over;

    private LongPoll(
            Vertx vertx,
            Executor loop,
            Waiters waiters,
            Family.Kind kind,
            List<byte[]> names,
            Attempt attempt,
            Runnable abandon) {
        this.vertx = vertx;
        this.attempt = attempt;
        this.abandon = abandon;
        this.waiter = waiters.add(kind, names, loop, this::tryNow);
    }

    /** Begins; the exchange may be done with at once. */
    static void begin(
            Vertx vertx,
            Executor loop,
            Waiters waiters,
            Family.Kind kind,
            List<byte[]> names,
            long waitMillis,
            Exchange exchange,
            Attempt attempt,
            Runnable abandon) {
        LongPoll poll = new LongPoll(vertx, loop, waiters, kind, names, attempt, abandon);
        if (poll.waiter.tryNow()) {
            return;
        }
        poll.timer = vertx.setTimer(Math.max(1, waitMillis), id -> poll.timeUp());
        exchange.request().response().closeHandler(closed -> poll.gone());
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
            abandon.run();
        }
    }

    private void end() {
        over = true;
        if (timer != 0) {
            var _ = vertx.cancelTimer(timer);
        }
    }
}
