package io.synap.server.http;

import io.vertx.core.Context;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands work over to an event loop. Thread-safe. Work for a loop that has ended is dropped: all its
 * connections are closed, and whoever hands it over, such as the log at its last fsync, must not fail
 * for that.
 */
final class LoopExecutor implements Executor {
    private final Context context;

    LoopExecutor(Context context) {
        this.context = context;
    }

    @Override
    public void execute(Runnable task) {
        try {
            context.runOnContext(turn -> task.run());
        } catch (RejectedExecutionException ended) {
            // Nobody is left to be answered.
        }
    }
}
