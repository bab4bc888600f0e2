package io.synap.server.resp;

import io.netty.util.concurrent.EventExecutor;
import io.synap.engine.Family;
import io.synap.protocol.error.SynapException;
import io.synap.server.node.Access;
import io.synap.server.node.Waiters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that waits for queues or rooms until one lets it answer, its time is over, or its client is
 * gone. Confined to the connection's event loop.
 */
final class Blocking {
    /** What the log must have room for before an attempt, since most attempts write. */
    private static final int ATTEMPT_BYTES = 16 * 1024;

    /** Tries to answer. */
    interface Attempt {
        /**
         * Writes the answer and returns true; or writes nothing and returns false. It may keep nothing of the
         * call: arguments are gone when it runs again.
         *
         * @param last the time is over: that there is nothing is the answer now, to be written
         */
        boolean answer(Reply reply, boolean last);
    }

    private final RespConnection connection;
    private final Access access;
    private final EventExecutor eventLoop;
    private final Attempt attempt;
    private final Waiters.Waiter waiter;
    private @Nullable Suspension suspension;

    private Blocking(Call call, Family.Kind kind, List<byte[]> names, Attempt attempt) {
        this.connection = call.connection();
        this.access = call.access();
        this.eventLoop = call.loop().eventLoop();
        this.attempt = attempt;
        this.waiter = access.waiters().add(kind, names, eventLoop, this::wake);
    }

    /**
     * Answers at once if it can, else lets the connection wait.
     *
     * @param timeoutMillis 0 for ever
     */
    static void await(Call call, Family.Kind kind, List<byte[]> names, long timeoutMillis, Attempt attempt) {
        if (attempt.answer(call.reply(), false)) {
            return;
        }
        Blocking blocking = new Blocking(call, kind, names, attempt);
        // Something may have come before the waiter was known.
        if (attempt.answer(call.reply(), false)) {
            blocking.waiter.cancel();
            return;
        }
        Suspension waiting = call.connection().suspend();
        waiting.whenOver(blocking.waiter::cancel);
        waiting.mayBeUnblocked(reply -> answerLast(attempt, reply));
        blocking.suspension = waiting;
        if (timeoutMillis > 0) {
            waiting.timeOutIn(timeoutMillis);
        }
    }

    private static void answerLast(Attempt attempt, Reply reply) {
        try {
            var _ = attempt.answer(reply, true);
        } catch (SynapException error) {
            reply.rewind();
            reply.error(error);
        }
    }

    /** Something became ready: tries, and returns whether that is over. */
    private boolean wake() {
        Suspension waiting = suspension;
        if (waiting == null) {
            return false;
        }
        if (!access.hasRoom(ATTEMPT_BYTES)) {
            access.whenRoom(() -> eventLoop.execute(() -> {
                var _ = waiter.tryNow();
            }));
            return false;
        }
        return connection.tryComplete(waiting, attempt);
    }
}
