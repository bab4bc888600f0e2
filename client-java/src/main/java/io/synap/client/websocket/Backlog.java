package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls that are to be sent, in the order in which they were made. Thread-safe.
 *
 * <p>It is bounded in calls and in bytes; at the bound callers wait. A call that has to be repeated keeps its place,
 * so it goes before all that were made after it. What cannot be sent yet although there is a connection stands aside,
 * and lets others pass: calls without a number when the session's window is full, calls that may wait when as many
 * wait as the server likes.
 */
final class Backlog {
    /** What is taken at once: a frame. */
    private static final int TAKEN_CALLS_MAX = 1024;

    private static final int TAKEN_BYTES_MAX = 64 * 1024;

    private final Session session;
    private final int callsMax;
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();

    // Guarded by the lock.
    private final ArrayDeque<Flight> first = new ArrayDeque<>();
    private final ArrayDeque<Flight> again = new ArrayDeque<>();
    private final ArrayDeque<Flight> waiting = new ArrayDeque<>();
    private final ArrayDeque<Flight> numberless = new ArrayDeque<>();
    private final ArrayDeque<Flight> patient = new ArrayDeque<>();
    private int calls;
    private long bytes;
    private long orders;
    private boolean connected;
    private boolean urgent;
    /** As many calls are in flight as may be. */
    private boolean full;

    private boolean closed;

    /** Written under the lock: nothing of what is here can be sent before something is answered. */
    private volatile boolean stalled;

    Backlog(Session session, int callsMax, long bytesMax) {
        this.session = session;
        this.callsMax = callsMax;
        this.bytesMax = bytesMax;
    }

    /** Puts a call in, as soon as there is room; null, or why not. */
    @Nullable
    SynapClientException put(Flight flight) {
        lock.lock();
        try {
            while (!closed && !hasRoom(flight)) {
                long left = flight.call.deadlineNanos() - System.nanoTime();
                if (left <= 0 || room.awaitNanos(left) <= 0) {
                    return SynapClientException.of(ClientFault.TOO_MANY_IN_FLIGHT);
                }
            }
            return accept(flight, waiting);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return SynapClientException.unsent(
                    ClientFault.INTERRUPTED, "the thread was interrupted while the call waited to be sent");
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #put}, for threads that may not wait. */
    @Nullable
    SynapClientException offer(Flight flight) {
        lock.lock();
        try {
            return closed || hasRoom(flight)
                    ? accept(flight, waiting)
                    : SynapClientException.of(ClientFault.TOO_MANY_IN_FLIGHT);
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #offer}, beyond the bound: for the few calls that the transport makes itself.
     *
     * @param before whether it goes before all others
     */
    @Nullable
    SynapClientException add(Flight flight, boolean before) {
        lock.lock();
        try {
            return accept(flight, before ? first : waiting);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(Flight flight) {
        return calls < callsMax && (bytes + flight.bytes <= bytesMax || calls == 0);
    }

    private @Nullable SynapClientException accept(Flight flight, ArrayDeque<Flight> place) {
        if (closed) {
            return SynapClientException.of(ClientFault.CLIENT_CLOSED);
        }
        flight.order = orders++;
        place.add(flight);
        count(flight);
        if (!full) {
            stalled = false;
        }
        if (connected && !stalled) {
            work.signal();
        }
        return null;
    }

    /** Whether the call may pass by here, because nothing waits; then it gets its place. */
    boolean pass(Flight flight) {
        lock.lock();
        try {
            if (closed || urgent || calls > 0) {
                return false;
            }
            flight.order = orders++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something can be sent, or is to be said without calls; false when it is closed. */
    boolean awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && !urgent && !(connected && calls > 0 && !stalled)) {
                work.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** There is something to say without calls: a ping, or its answer. */
    void urge() {
        lock.lock();
        try {
            urgent = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** There is nobody to say it to. */
    void calm() {
        lock.lock();
        try {
            urgent = false;
        } finally {
            lock.unlock();
        }
    }

    void connected(boolean now) {
        lock.lock();
        try {
            connected = now;
            stalled = false;
            full = false;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Something is answered, or given up. */
    void moved() {
        if (stalled) {
            lock.lock();
            try {
                stalled = false;
                full = false;
                work.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Takes a frame's worth out.
     *
     * @param taken gets what can be sent on the connection; numbers are given
     * @param dropped gets what can be sent no more
     */
    void take(Connection on, List<Flight> taken, List<Flight> dropped) {
        lock.lock();
        try {
            urgent = false;
            // First, so that what is answered from here on is not missed.
            stalled = true;
            InFlight inFlight = on.inFlight;
            int free = inFlight.free();
            int freeWaits = inFlight.freeWaits();
            int size = 0;
            ArrayDeque<Flight> source = source(freeWaits);
            while (source != null && taken.size() < Math.min(free, TAKEN_CALLS_MAX)) {
                Flight next = source.element();
                if (!taken.isEmpty() && size + next.bytes > TAKEN_BYTES_MAX) {
                    break;
                }
                source.remove();
                if (next.call.isDone() || (next.only != null && next.only != on)) {
                    uncount(next);
                    dropped.add(next);
                } else if (next.call.mayWait() && freeWaits <= 0) {
                    patient.add(next);
                } else if (next.isNumbered() && next.number == 0 && !numbered(next)) {
                    next.stoodAside = true;
                    numberless.add(next);
                } else {
                    uncount(next);
                    taken.add(next);
                    size += next.bytes;
                    freeWaits -= next.call.mayWait() ? 1 : 0;
                }
                source = source(freeWaits);
            }
            full = taken.size() >= free;
            stalled = calls > 0 && (full || source == null);
            if (lock.hasWaiters(room)) {
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where the next call that can be sent is; null when there is none. */
    private @Nullable ArrayDeque<Flight> source(int freeWaits) {
        if (!first.isEmpty()) {
            return first;
        }
        if (!patient.isEmpty() && freeWaits > 0) {
            return patient;
        }
        if (!numberless.isEmpty() && !session.isFull()) {
            return numberless;
        }
        if (!again.isEmpty()) {
            return again;
        }
        return waiting.isEmpty() ? null : waiting;
    }

    /** Those that stand aside already have the right to a number before it. */
    private boolean numbered(Flight flight) {
        if (!flight.stoodAside && !numberless.isEmpty()) {
            return false;
        }
        flight.number = session.take();
        return flight.number != 0;
    }

    /** Takes back what could not be sent, or has to be repeated; what is returned has no place here any more. */
    List<Flight> giveBack(List<Flight> unsent) {
        if (unsent.isEmpty()) {
            return List.of();
        }
        lock.lock();
        try {
            if (closed) {
                return List.copyOf(unsent);
            }
            List<Flight> sorted = new ArrayList<>(unsent);
            unsent.forEach(this::count);
            numberless.forEach(each -> each.stoodAside = false);
            for (ArrayDeque<Flight> aside : List.of(again, numberless, patient)) {
                sorted.addAll(aside);
                aside.clear();
            }
            sorted.sort(Comparator.comparingLong(each -> each.order));
            again.addAll(sorted);
            stalled = false;
            work.signal();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out those whose time is over, or that nobody waits for any more. */
    List<Flight> overdue(long now) {
        return removeIf(now, null);
    }

    /** Takes out those that only that connection could have carried. */
    List<Flight> bound(Connection gone) {
        return removeIf(System.nanoTime(), gone);
    }

    private List<Flight> removeIf(long now, @Nullable Connection gone) {
        lock.lock();
        try {
            if (calls == 0) {
                return List.of();
            }
            List<Flight> out = new ArrayList<>();
            for (ArrayDeque<Flight> each : List.of(first, again, numberless, patient, waiting)) {
                var _ = each.removeIf(flight -> {
                    boolean leaves = gone == null ? flight.isOver(now) : flight.only == gone;
                    return leaves && out.add(flight);
                });
            }
            out.forEach(this::uncount);
            if (!out.isEmpty()) {
                room.signalAll();
            }
            return out;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes in; returns what is here. */
    List<Flight> close() {
        lock.lock();
        try {
            closed = true;
            List<Flight> all = new ArrayList<>(calls);
            for (ArrayDeque<Flight> each : List.of(first, again, numberless, patient, waiting)) {
                all.addAll(each);
                each.clear();
            }
            calls = 0;
            bytes = 0;
            room.signalAll();
            work.signalAll();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void count(Flight flight) {
        calls++;
        bytes += flight.bytes;
    }

    private void uncount(Flight flight) {
        calls--;
        bytes -= flight.bytes;
    }
}
