package io.synap.server.node;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Holds back what may not be shown before it is synced. Confined to one event loop; the log's writer
 * reaches it through that loop's executor, once per fsync.
 *
 * <p>Waiters are released in the order they came. One that waits for a later position may hold back
 * its successors for the rest of an fsync, which costs nothing: theirs comes with the next one.
 */
public final class SyncGate {
    private record Waiter(long position, Runnable release) {}

    private final Node node;
    private final Executor eventLoop;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    /** Whether there are any; read by the log's writer, so that it wakes nobody for nothing. */
    private volatile boolean waiting;

    public SyncGate(Node node, Executor eventLoop) {
        this.node = node;
        this.eventLoop = eventLoop;
        node.onSynced(position -> {
            if (waiting) {
                eventLoop.execute(this::release);
            }
        });
    }

    /** Runs the action on this loop once the position is synced. */
    public void await(long position, Runnable release) {
        if (waiters.isEmpty() && position <= node.synced()) {
            release.run();
        } else {
            waiters.add(new Waiter(position, release));
            waiting = true;
            // The writer may have looked for waiters just before there was this one.
            if (position <= node.synced()) {
                eventLoop.execute(this::release);
            }
        }
    }

    private void release() {
        long synced = node.synced();
        Waiter head = waiters.peek();
        while (head != null && head.position() <= synced) {
            waiters.remove();
            head.release().run();
            head = waiters.peek();
        }
        waiting = head != null;
    }
}
