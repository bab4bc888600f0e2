package io.synap.client.websocket;

/** A thread of the transport's: nobody may wait for the transport on it. */
final class ClientThread extends Thread {
    ClientThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    static boolean isCurrent() {
        return Thread.currentThread() instanceof ClientThread;
    }
}
