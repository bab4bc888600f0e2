package io.synap.server.resp;

import io.netty.util.concurrent.EventExecutor;
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
    }
}
