package io.synap.server.http.stream;

import io.synap.engine.Family;
import io.synap.engine.stream.Room;
import io.synap.server.http.Exchange;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.stream.EventJson.Data;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers with a page of a room's events, and waits for them if that is asked for. Confined to one event
 * loop.
 *
 * @param most events in the page
 */
record PageReading(
        RoomStore store,
        PageStart start,
        boolean back,
        int most,
        RoomPage.Item item,
        Consumer<ValueOutput> beginning,
        RoomPage.Ending ending) {

    /** Of events as rooms show them. */
    PageReading(
            RoomStore store,
            PageStart start,
            boolean back,
            int most,
            Data form,
            Consumer<ValueOutput> beginning,
            RoomPage.Ending ending) {
        this(
                store,
                start,
                back,
                most,
                (out, room, batch, index) -> store.json().write(out, room, batch, index, form),
                beginning,
                ending);
    }

    /** Lets an answer wait for rooms, as {@link Exchange#poll} does. */
    interface Waiting {
        void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll);
    }

    /**
     * Writes the page, at once or in parts, or when there is something.
     *
     * @param waitMillis 0 for not at all
     */
    void answer(long waitMillis, ValueOutput out, Consumer<Exchange.Slice> defer, Waiting waiting) {
        long from = store.with(this::first);
        boolean empty = store.with(room -> !back && room.ceiling(from) < 0);
        if (!empty || waitMillis < 1) {
            beginning.accept(out);
            RoomPage page = store.with(room -> page(room, from));
            if (!page.write(out)) {
                defer.accept(page);
            }
            return;
        }
        byte[] name = store.room.toArray();
        waiting.poll(Family.Kind.ROOM, List.of(name), waitMillis, (into, last) -> attempt(name, from, into, last));
    }

    private long first(Room room) {
        return back ? start.backwards(room) : start.forwards(room);
    }

    private boolean attempt(byte[] name, long from, ValueOutput out, boolean last) {
        store.room.set(name);
        RoomPage page = store.with(room -> {
            // The room may be another by now, which has not come so far.
            long first = new PageStart.Offset(from).forwards(room);
            return last || room.ceiling(first) >= 0 ? page(room, first) : null;
        });
        if (page == null) {
            return false;
        }
        beginning.accept(out);
        boolean done = page.write(out);
        while (!done) {
            done = page.write(out);
        }
        return true;
    }

    private RoomPage page(Room room, long from) {
        return new RoomPage(store, room, back, from, back ? 0 : room.nextOffset() - 1, most, item, ending);
    }
}
