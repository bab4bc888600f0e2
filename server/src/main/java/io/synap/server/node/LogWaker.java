package io.synap.server.node;

import io.synap.replication.log.OperationLog;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Wakes the log's writer for what an access has appended. Confined to that access' thread. */
final class LogWaker {
    private final @Nullable OperationLog log;
    private final boolean gated;
    /** Up to where the writer was woken for. */
    private long nudged;

    private @Nullable Executor eventLoop;
    private boolean nudging;
    private final Runnable nudge = this::nudgeGathered;

    LogWaker(@Nullable OperationLog log, boolean gated) {
        this.log = log;
        this.gated = gated;
    }

    /**
     * Where replies await the disk, wakes the writer not after each batch but once the event loop has
     * read every socket that was ready: so all of them share one fsync.
     */
    void gatherOn(Executor loop) {
        eventLoop = loop;
    }

    /** A batch has ended, in which the access came to that position. */
    void endBatch(long written) {
        if (log == null || written == nudged) {
            return;
        }
        nudged = written;
        Executor loop = eventLoop;
        if (loop == null || !gated) {
            log.nudge();
        } else if (!nudging) {
            nudging = true;
            loop.execute(nudge);
        }
    }

    private void nudgeGathered() {
        nudging = false;
        if (log != null) {
            log.nudge();
        }
    }
}
