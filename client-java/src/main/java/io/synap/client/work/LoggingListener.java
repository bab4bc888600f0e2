package io.synap.client.work;

import java.util.List;

/** Stateless. */
final class LoggingListener implements WorkerListener {
    static final WorkerListener INSTANCE = new LoggingListener();

    private static final System.Logger LOG = System.getLogger(Worker.class.getName());

    private LoggingListener() {}

    @Override
    public void handlerFailed(List<?> items, Throwable reason) {
        LOG.log(System.Logger.Level.WARNING, "a handler failed", reason);
    }

    @Override
    public void notSettled(Object item, Throwable reason) {
        LOG.log(System.Logger.Level.WARNING, "not settled, others may get it: {0}", reason.toString());
    }

    @Override
    public void sourceLost(Throwable reason) {
        LOG.log(System.Logger.Level.WARNING, "nothing comes any more: {0}", reason.toString());
    }
}
