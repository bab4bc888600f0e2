package io.synap.server.http.stream;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.operation.Bytes;
import io.synap.server.node.Waiters;
import io.synap.server.stream.StreamCommands;
import java.util.HashMap;
import java.util.Map;

/** The rooms that one event loop follows. Confined to it. */
final class RoomTails {
    private final RoomReader reader;
    private final Waiters waiters;
    private final Map<Bytes, RoomTail> tails = new HashMap<>();

    RoomTails(StreamCommands commands) {
        this.reader = new RoomReader(commands);
        this.waiters = commands.access().waiters();
    }

    /** The tail of a room in the life that it has now. */
    RoomTail of(Bytes name, RoomLabel label, EventExecutor loop) {
        RoomTail tail = tails.get(name);
        if (tail != null && tail.label().epoch() != label.epoch()) {
            tail.gone();
            tail = null;
        }
        if (tail == null) {
            tail = new RoomTail(this, reader, waiters, name, label, loop);
            tails.put(name, tail);
        }
        return tail;
    }

    void ended(RoomTail tail) {
        tails.remove(tail.key(), tail);
    }
}
