package io.synap.client.websocket;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls that are sent and not answered, on one connection. Thread-safe. */
final class InFlight {
    /**
     * Calls that the server may let wait for something to happen. It reads no more of a connection while 64 wait, not
     * even pings.
     */
    static final int WAITS_MAX = 48;

    private final @Nullable Flight[] ring;
    private long nextId = 1;
    private volatile int count;
    private volatile int waits;
    private boolean closed;

    InFlight(int max) {
        ring = new Flight[max];
    }

    /** Gives the call an id; false when there is no room, or no connection any more. */
    synchronized boolean add(Flight flight) {
        int now = count;
        if (closed || now == ring.length) {
            return false;
        }
        while (ring[place(nextId)] != null) {
            nextId++;
        }
        if (!flight.wasSent()) {
            flight.firstSentNanos = System.nanoTime();
        }
        flight.id = nextId++;
        ring[place(flight.id)] = flight;
        count = now + 1;
        if (flight.call.mayWait()) {
            waits = waits + 1;
        }
        return true;
    }

    /** Takes out the call of that id; null when it is none, or given up. */
    synchronized @Nullable Flight remove(long id) {
        Flight flight = ring[place(id)];
        if (flight == null || flight.id != id) {
            return null;
        }
        ring[place(id)] = null;
        count = count - 1;
        if (flight.call.mayWait()) {
            waits = waits - 1;
        }
        return flight;
    }

    int count() {
        return count;
    }

    int free() {
        return ring.length - count;
    }

    int freeWaits() {
        return WAITS_MAX - waits;
    }

    /** Takes out those whose time is over, or that nobody waits for any more. */
    List<Flight> overdue(long now) {
        if (count == 0) {
            return List.of();
        }
        List<Flight> overdue = new ArrayList<>();
        synchronized (this) {
            for (Flight flight : ring) {
                if (flight != null && flight.isOver(now)) {
                    overdue.add(flight);
                }
            }
            overdue.forEach(each -> remove(each.id));
        }
        return overdue;
    }

    /** The connection is gone: all that were on their way, in their order. */
    synchronized List<Flight> close() {
        closed = true;
        List<Flight> all = new ArrayList<>(count);
        for (Flight flight : ring) {
            if (flight != null) {
                all.add(flight);
            }
        }
        all.sort(Comparator.comparingLong(each -> each.order));
        count = 0;
        waits = 0;
        Arrays.fill(ring, null);
        return all;
    }

    private int place(long id) {
        return (int) (id & ring.length - 1);
    }
}
