package io.synap.server.stream;

import io.synap.protocol.operation.Bytes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/** How many subscribe to which room, over all event loops. Thread-safe. */
public final class RoomAudience {
    private final ConcurrentHashMap<Bytes, Integer> counts = new ConcurrentHashMap<>();

    /** One more subscriber. */
    public void add(Bytes room) {
        counts.merge(room, 1, Integer::sum);
    }

    /** One less. */
    public void remove(Bytes room) {
        counts.computeIfPresent(room, (same, count) -> count == 1 ? null : count - 1);
    }

    public int count(Bytes room) {
        return counts.getOrDefault(room, 0);
    }

    /** Shows every room that has subscribers. */
    public void forEach(ObjIntConsumer<Bytes> action) {
        counts.forEach(action::accept);
    }
}
