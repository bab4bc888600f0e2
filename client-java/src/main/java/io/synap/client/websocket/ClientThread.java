package io.synap.client.websocket;

/** A thread of the transport's: nobody may wait for the transport on it. What it lets escape is logged. */
final class ClientThread extends Thread {
    private static final System.Logger LOG = System.getLogger(ClientThread.class.getName());

    ClientThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
        setUncaughtExceptionHandler(
                (thread, escaped) -> LOG.log(System.Logger.Level.ERROR, thread.getName() + " has ended", escaped));
    }

    static boolean isCurrent() {
        return Thread.currentThread() instanceof ClientThread;
    }

    /** Waits for its end, unless that would be waiting for itself. */
    void awaitEnd(long millisMax) {
        if (isCurrent()) {
            return;
        }
        try {
            join(millisMax);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
