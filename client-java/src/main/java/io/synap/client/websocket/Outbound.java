package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Command;
import io.synap.client.wire.Frames;
import io.synap.client.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent. Callers put calls in; one thread, the sender, takes as many as there are and makes a frame of
 * them, so that the more there is to do the larger frames are. Thread-safe.
 */
final class Outbound implements Runnable {
    private static final int FRAME_BYTES = 64 * 1024;
    private static final int FRAME_BYTES_KEPT = 1024 * 1024;
    private static final int FRAME_CALLS = 1024;
    private static final long IDLE_MILLIS = 100;

    private final Session session = new Session();
    private final ArrayBlockingQueue<Flight> queue;
    private final WireWriter frame = new WireWriter(FRAME_BYTES);
    /** Calls of a lost connection that may be repeated, and one that had to wait; guarded by itself. */
    private final Deque<Flight> again = new ArrayDeque<>();

    private final Object change = new Object();
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    Outbound(int max) {
        queue = new ArrayBlockingQueue<>(max);
    }

    /** Puts a call in; at the bound it waits until there is room, but not on the client's own threads. */
    void put(Flight flight) {
        try {
            long left = flight.call.deadlineNanos() - System.nanoTime();
            boolean room =
                    ClientThread.isCurrent() ? queue.offer(flight) : queue.offer(flight, left, TimeUnit.NANOSECONDS);
            if (!room) {
                flight.call.failed(SynapClientException.of(ClientFault.TOO_MANY_IN_FLIGHT));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            flight.call.failed(SynapClientException.of(ClientFault.INTERRUPTED));
        }
        if (closed) {
            failAll(SynapClientException.of(ClientFault.CLIENT_CLOSED));
        }
    }

    /** A connection is there, or null: none. */
    void use(@Nullable Connection next) {
        synchronized (change) {
            connection = next;
            change.notifyAll();
        }
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** The connection is lost: what was on its way is sent again where that is safe. */
    void repeat(List<Flight> lost, String reason) {
        synchronized (again) {
            for (int i = lost.size() - 1; i >= 0; i--) {
                Flight flight = lost.get(i);
                if (flight.call.command().retry() == Command.Retry.NEVER) {
                    flight.call.failed(SynapClientException.of(ClientFault.CONNECTION_LOST, reason, null));
                } else {
                    again.addFirst(flight);
                }
            }
        }
    }

    void done(Flight flight) {
        if (flight.number != 0) {
            session.done(flight.number);
        }
    }

    /** Fails what has waited too long. */
    void sweep(long now) {
        Connection open = connection;
        if (open != null) {
            open.inFlight.overdue(now).forEach(each -> overdue(each, true));
        }
        synchronized (again) {
            sweep(again.iterator(), now);
        }
        if (open == null) {
            sweep(queue.iterator(), now);
        }
    }

    private void sweep(Iterator<Flight> waiting, long now) {
        while (waiting.hasNext()) {
            Flight flight = waiting.next();
            if (flight.call.deadlineNanos() - now <= 0 || flight.call.isDone()) {
                waiting.remove();
                overdue(flight, flight.id != 0);
            }
        }
    }

    private void overdue(Flight flight, boolean sent) {
        done(flight);
        if (!sent) {
            flight.call.failed(SynapClientException.of(ClientFault.NOT_CONNECTED));
        } else if (flight.call.command().retry() == Command.Retry.FREELY) {
            flight.call.failed(
                    SynapClientException.unsent(ClientFault.DEADLINE_PASSED, ClientFault.DEADLINE_PASSED.message()));
        } else {
            flight.call.failed(SynapClientException.of(ClientFault.DEADLINE_PASSED));
        }
    }

    /** The sender. */
    @Override
    public void run() {
        try {
            while (!closed) {
                Connection open = awaitConnection();
                if (open != null) {
                    send(open);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Connection awaitConnection() throws InterruptedException {
        synchronized (change) {
            while (connection == null && !closed) {
                change.wait();
            }
            return connection;
        }
    }

    private void send(Connection open) throws InterruptedException {
        Flight first = firstWaiting();
        if (first == null) {
            return;
        }
        List<Flight> taken = new ArrayList<>();
        taken.add(first);
        queue.drainTo(taken, FRAME_CALLS - 1);
        int sent = 0;
        while (sent < taken.size() && connection == open) {
            open.inFlight.awaitRoom();
            frame.clear(FRAME_BYTES_KEPT);
            int from = sent;
            while (sent < taken.size() && frame.size() < FRAME_BYTES && add(open, taken.get(sent))) {
                sent++;
            }
            if (sent == from) {
                // The session's window is full, or the connection is gone; answers or the sweep will change that.
                break;
            }
            transmit(open);
        }
        giveBack(taken.subList(sent, taken.size()));
    }

    private @Nullable Flight firstWaiting() throws InterruptedException {
        synchronized (again) {
            Flight first = again.poll();
            if (first != null) {
                return first;
            }
        }
        return queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void giveBack(List<Flight> unsent) {
        synchronized (again) {
            for (int i = unsent.size() - 1; i >= 0; i--) {
                again.addFirst(unsent.get(i));
            }
        }
    }

    private boolean add(Connection open, Flight flight) {
        if (flight.call.isDone()) {
            done(flight);
            return true;
        }
        boolean numbered = flight.call.command().retry() == Command.Retry.IN_SESSION;
        if (numbered && flight.number == 0) {
            flight.number = session.take();
            if (flight.number == 0) {
                return false;
            }
        }
        if (!open.inFlight.add(flight)) {
            return false;
        }
        if (numbered && frame.size() == 0) {
            Frames.session(frame, session.id(), session.answeredBelow());
        }
        Frames.request(frame, flight.id, flight.call.command().encoded(), flight.call.arguments(), flight.number);
        return true;
    }

    private void transmit(Connection open) throws InterruptedException {
        if (frame.size() == 0) {
            return;
        }
        try {
            open.send(frame).get();
        } catch (ExecutionException failed) {
            // The connection reports its loss itself; its calls are in flight, so they are repeated or failed then.
            open.close(false);
        }
    }

    void close() {
        closed = true;
        use(null);
        failAll(SynapClientException.of(ClientFault.CLIENT_CLOSED));
    }

    private void failAll(SynapClientException reason) {
        List<Flight> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        synchronized (again) {
            waiting.addAll(again);
            again.clear();
        }
        waiting.forEach(each -> each.call.failed(reason));
    }
}
