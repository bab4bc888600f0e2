package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.server.http.Exchange;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.stream.EventBatch;

/**
 * A page of a room's events, in slices. Confined to one event loop. It ends early once it is large, and then
 * says where to go on; what is removed meanwhile is not in it.
 */
final class RoomPage implements Exchange.Slice {
    private static final int SLICE_EVENTS = 64;
    private static final int SLICE_BYTES = 64 * 1024;
    /** After so many bytes others get their turn. */
    private static final int TURN_BYTES = 512 * 1024;

    private static final int PAGE_BYTES_MAX = 8 * 1024 * 1024;

    /** How one event is written. */
    interface Item {
        void write(ValueOutput out, RoomLabel room, EventBatch batch, int index);
    }

    /** What follows the array. */
    interface Ending {
        /**
         * Writes it.
         *
         * @param next the offset to go on from
         * @param more whether there is more now
         */
        void write(ValueOutput out, long next, boolean more);
    }

    private final RoomStore store;
    private final byte[] name;
    private final RoomLabel label;
    private final boolean back;
    private final long last;
    private final Item item;
    private final Ending ending;
    private long next;
    private long left;
    private long bytes;
    private boolean unread;

    /**
     * The page from one offset to another, both included; backwards the first is the greater.
     *
     * @param room whose shard is locked
     */
    RoomPage(RoomStore store, Room room, boolean back, long first, long last, long most, Item item, Ending ending) {
        this.store = store;
        this.name = room.name();
        this.label = RoomLabel.of(room);
        this.back = back;
        this.next = first;
        this.last = last;
        this.left = most;
        this.item = item;
        this.ending = ending;
    }

    @Override
    public boolean write(ValueOutput out) {
        int before = out.size();
        boolean more = true;
        while (more && out.size() - before < TURN_BYTES) {
            more = slice(out);
        }
        bytes += out.size() - before;
        if (more && bytes < PAGE_BYTES_MAX) {
            return false;
        }
        ending.write(out, next, more || unread);
        return true;
    }

    /** Writes some events; false when there are no more. */
    private boolean slice(ValueOutput out) {
        int most = (int) Math.min(left, SLICE_EVENTS);
        long following = store.read(name, label.epoch(), back, next, last, most, SLICE_BYTES);
        EventBatch batch = store.batch();
        for (int i = 0; i < batch.count(); i++) {
            next = batch.offset(i) + (back ? -1 : 1);
            item.write(out, label, batch, i);
        }
        left -= batch.count();
        batch.clear();
        unread = following >= 0;
        return unread && left > 0;
    }
}
