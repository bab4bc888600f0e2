package io.synap.client.websocket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls that are sent and not answered, on one connection. Thread-safe. */
final class InFlight {
    private final @Nullable Flight[] ring;
    private long nextId = 1;
    private int count;
    private boolean closed;

    InFlight(int max) {
        ring = new Flight[max];
    }

    /** Gives the call an id; false when there is no room, or no connection any more. */
    synchronized boolean add(Flight flight) {
        if (closed || count == ring.length) {
            return false;
        }
        while (ring[place(nextId)] != null) {
            nextId++;
        }
        flight.id = nextId++;
        ring[place(flight.id)] = flight;
        count++;
        return true;
    }

    /** Takes out the call of that id; null when it is none, or given up. */
    synchronized @Nullable Flight remove(long id) {
        Flight flight = ring[place(id)];
        if (flight == null || flight.id != id) {
            return null;
        }
        ring[place(id)] = null;
        if (count-- == ring.length) {
            notifyAll();
        }
        return flight;
    }

    /** Waits until there is room, or the connection is gone. */
    synchronized void awaitRoom() throws InterruptedException {
        while (!closed && count == ring.length) {
            wait();
        }
    }

    /** Takes out those whose time is over, or that nobody waits for any more. */
    synchronized List<Flight> overdue(long now) {
        List<Flight> overdue = new ArrayList<>();
        for (int i = 0; i < ring.length && count > 0; i++) {
            Flight flight = ring[i];
            if (flight != null && (flight.call.deadlineNanos() - now <= 0 || flight.call.isDone())) {
                overdue.add(flight);
            }
        }
        overdue.forEach(each -> remove(each.id));
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
        all.sort(Comparator.comparingLong(each -> each.id));
        count = 0;
        java.util.Arrays.fill(ring, null);
        notifyAll();
        return all;
    }

    private int place(long id) {
        return (int) (id & ring.length - 1);
    }
}
