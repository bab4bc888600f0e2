package io.synap.server.telemetry;

import io.synap.protocol.operation.AppendedEvents;
import io.synap.protocol.operation.EncodedOperation;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How many events one event loop has appended, by room and by type. Counted into by that loop only; read by
 * anyone.
 */
public final class EventCounters {
    private final NameSlots rooms;
    private final NameSlots types;
    private final int typeCount;
    /** By room; a row is made with the room's first event. */
    private final AtomicReferenceArray<@Nullable Cells> rows;

    private final AppendedEvents events = new AppendedEvents();

    EventCounters(LabelNames rooms, LabelNames types) {
        this.rooms = new NameSlots(rooms);
        this.types = new NameSlots(types);
        this.typeCount = types.slotCount();
        this.rows = new AtomicReferenceArray<>(rooms.slotCount());
    }

    /** Counts the events that an encoded ROOM_APPEND, which was applied, has appended. */
    public void appended(long operation) {
        int room = rooms.slotOf(EncodedOperation.key(operation), EncodedOperation.keyLength(operation), true);
        Cells row = rows.getPlain(room);
        if (row == null) {
            row = new Cells(typeCount);
            rows.set(room, row);
        }
        events.of(operation);
        while (events.next()) {
            row.addOwned(types.slotOf(events.type(), events.typeLength(), true), 1);
        }
    }

    long get(int room, int type) {
        Cells row = rows.get(room);
        return row == null ? 0 : row.get(type);
    }
}
