package io.synap.client.work;

import java.util.List;

/** Told what goes wrong with a worker, which goes on. Thread-safe; it must neither block nor throw. */
public interface WorkerListener {
    /** A handler failed; its items are given back, or rejected. */
    default void handlerFailed(List<?> items, Throwable reason) {}

    /** The server did not take an answer: the lease was lost, or nobody was there to tell. Others may get the item. */
    default void notSettled(Object item, Throwable reason) {}

    /** Nothing comes any more; the worker tries again, unless its client is closed or the server says that it is wrong. */
    default void sourceLost(Throwable reason) {}

    /** Writes a warning to the log of the system. */
    static WorkerListener logging() {
        return LoggingListener.INSTANCE;
    }
}
