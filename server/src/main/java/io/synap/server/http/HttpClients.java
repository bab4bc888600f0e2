package io.synap.server.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Every HTTP connection of every event loop. Thread-safe. */
public final class HttpClients {
    private final Set<ListedConnection> all = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();

    long nextId() {
        return ids.incrementAndGet();
    }

    /** Counts one more in; returns how many are open with it. */
    int opened() {
        return open.incrementAndGet();
    }

    void add(ListedConnection state) {
        all.add(state);
    }

    void closed(ListedConnection state) {
        all.remove(state);
        open.decrementAndGet();
    }

    /** The connection is something else from here on. */
    void replace(ListedConnection former, ListedConnection now) {
        all.remove(former);
        all.add(now);
    }

    /** Those that are open now, in the order they came. */
    List<ListedConnection> list() {
        List<ListedConnection> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingLong(ListedConnection::id));
        return sorted;
    }
}
