package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.server.http.json.NativeText;
import io.synap.server.stream.EventBatch;
import io.synap.server.stream.StreamCommands;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what comes next in a room, a bounded slice at a time, for all subscribers of an event loop. Confined to it.
 * What was read is there until the next slice is.
 */
final class RoomReader {
    static final int SLICE_EVENTS = 64;
    private static final int SLICE_BYTES = 64 * 1024;

    private final StreamCommands commands;
    private final NativeText name = new NativeText();
    private final EventBatch batch = new EventBatch();
    private final EventJson json = new EventJson();
    private RoomLabel room = new RoomLabel("", 0);
    /** Those of the slice that were asked for, by form. */
    private final @Nullable RoomEvent[] natural = new RoomEvent[SLICE_EVENTS];

    private final @Nullable RoomEvent[] octets = new RoomEvent[SLICE_EVENTS];

    private long trimmedTo;
    private long next;
    private boolean more;
    /** Counts slices, so that an event is never written out of another's. */
    private long slice;

    RoomReader(StreamCommands commands) {
        this.commands = commands;
    }

    /**
     * Reads from an offset on.
     *
     * @param label the room in the life that is meant
     * @param most events, 0 for none
     * @return false when the room is gone, or is another by now
     */
    boolean read(byte[] of, RoomLabel label, long from, int most) {
        clear();
        room = label;
        name.set(of);
        @Nullable Room open = commands.open(name.address(), name.length());
        try {
            batch.begin(commands.access().openShard().streams(), SLICE_EVENTS, SLICE_BYTES);
            if (open == null || open.epoch() != label.epoch()) {
                return false;
            }
            trimmedTo = open.trimmedTo();
            long end = open.nextOffset();
            long following = most == 0 ? from : open.read(from, end - 1, most, SLICE_BYTES, batch);
            more = following >= 0 && most > 0;
            next = more ? following : end;
            return true;
        } finally {
            commands.close();
        }
    }

    /** Events before it were removed as the oldest. */
    long trimmedTo() {
        return trimmedTo;
    }

    /** Where it goes on. */
    long next() {
        return next;
    }

    /** Whether there is more now. */
    boolean more() {
        return more;
    }

    int count() {
        return batch.count();
    }

    long offset(int index) {
        return batch.offset(index);
    }

    /** One of the events, encoded once for all; to be sent before the next slice is read. */
    RoomEvent event(int index, EventJson.Data form) {
        @Nullable RoomEvent[] made = form == EventJson.Data.NATURAL ? natural : octets;
        RoomEvent event = made[index];
        if (event == null) {
            event = new RoomEvent(this, slice, room, batch, index, form);
            made[index] = event;
        }
        return event;
    }

    /** How events are written, if it is still the slice. */
    EventJson json(long ofSlice) {
        if (ofSlice != slice) {
            throw new IllegalStateException("an event is written after its slice");
        }
        return json;
    }

    /** The log position on which what was read depends; 0 for none. */
    long takeAwaited() {
        return commands.access().takeAwaited();
    }

    /** Lets go of the last slice. */
    void clear() {
        slice++;
        Arrays.fill(natural, 0, batch.count(), null);
        Arrays.fill(octets, 0, batch.count(), null);
        batch.clear();
    }
}
