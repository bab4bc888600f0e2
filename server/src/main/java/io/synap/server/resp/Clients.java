package io.synap.server.resp;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Every connection of every event loop, by its id. Thread-safe. */
final class Clients {
    private final ConcurrentHashMap<Long, RespConnection> all = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** Counts one more connection in, unless there are that many. */
    boolean admit(int connectionsMax) {
        if (open.incrementAndGet() > connectionsMax) {
            open.decrementAndGet();
            refused.incrementAndGet();
            return false;
        }
        accepted.incrementAndGet();
        return true;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    void add(RespConnection connection) {
        all.put(connection.client().id(), connection);
    }

    void remove(RespConnection connection) {
        if (all.remove(connection.client().id(), connection)) {
            open.decrementAndGet();
        }
    }

    @Nullable
    RespConnection byId(long id) {
        return all.get(id);
    }

    Collection<RespConnection> all() {
        return all.values();
    }

    int open() {
        return open.get();
    }

    long accepted() {
        return accepted.get();
    }

    long refused() {
        return refused.get();
    }
}
