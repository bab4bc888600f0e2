package io.synap.server.resp;

import io.netty.util.concurrent.EventExecutor;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command that stops its connection until it is answered. Confined to the connection's event loop,
 * except where said. The first answer counts; once the connection is closed, none does.
 */
final class Suspension {
    private final RespConnection connection;
    private final EventExecutor eventLoop;
    private @Nullable Future<?> timer;
    private @Nullable Runnable whenOver;
    /** What the client is told when nothing has come; only of a command that CLIENT UNBLOCK may end. */
    private volatile @Nullable Consumer<Reply> nothing;

    Suspension(RespConnection connection, EventExecutor eventLoop) {
        this.connection = connection;
        this.eventLoop = eventLoop;
    }

    /**
     * Answers; shown once that position is synced, 0 for at once. May be called out of a command, also one
     * of another connection: then the answer is asked for when the batch it belongs to has ended.
     */
    void complete(long awaited, Consumer<Reply> answer) {
        if (connection.loop().isExecuting()) {
            eventLoop.execute(() -> connection.complete(this, awaited, answer));
        } else {
            connection.complete(this, awaited, answer);
        }
    }

    /** Answers after a while, if nothing else has until then. */
    void completeLater(long millis, Consumer<Reply> answer) {
        timer = eventLoop.schedule(() -> complete(0, answer), millis, TimeUnit.MILLISECONDS);
    }

    /** Runs when it is answered, or never will be. */
    void whenOver(Runnable action) {
        whenOver = action;
    }

    /** CLIENT UNBLOCK may end it, with this answer or an error. */
    void mayBeUnblocked(Consumer<Reply> answerOfNothing) {
        nothing = answerOfNothing;
    }

    /** Gives the answer of nothing after a while. */
    void timeOutIn(long millis) {
        completeLater(millis, Objects.requireNonNull(nothing));
    }

    /** From any thread: ends it, if CLIENT UNBLOCK may; false if not. */
    boolean unblock(boolean withError) {
        Consumer<Reply> answer = nothing;
        if (answer == null) {
            return false;
        }
        completeFromAnywhere(
                withError ? reply -> reply.error("UNBLOCKED client unblocked via CLIENT UNBLOCK") : answer);
        return true;
    }

    /** As {@link #complete}, from any thread. */
    void completeFromAnywhere(Consumer<Reply> answer) {
        eventLoop.execute(() -> complete(0, answer));
    }

    /** Called when it is answered, or never will be: what would answer later must not stay behind. */
    void end() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        Runnable action = whenOver;
        if (action != null) {
            whenOver = null;
            action.run();
        }
    }
}
