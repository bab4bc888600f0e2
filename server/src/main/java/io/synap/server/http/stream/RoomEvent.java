package io.synap.server.http.stream;

import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.stream.EventJson.Data;
import io.synap.server.stream.EventBatch;

/** {@code event}: an event of a room, with the members that {@link EventJson} says. Confined to one event loop. */
final class RoomEvent extends LiveEvent {
    private final RoomReader reader;
    private final long slice;
    private final RoomLabel room;
    private final EventBatch batch;
    private final int index;
    private final Data form;

    RoomEvent(RoomReader reader, long slice, RoomLabel room, EventBatch batch, int index, Data form) {
        super("event", RoomCursor.text(room.epoch(), batch.offset(index)));
        this.reader = reader;
        this.slice = slice;
        this.room = room;
        this.batch = batch;
        this.index = index;
        this.form = form;
    }

    @Override
    protected void members(ValueOutput out) {
        reader.json(slice).members(out, room, batch, index, form);
    }

    /** {@code gap}: {@code {room, from, to}}, offsets that the subscriber has missed, both included. */
    static final class Gap extends LiveEvent {
        private final RoomLabel room;
        private final long from;
        private final long to;

        Gap(RoomLabel room, long from, long to) {
            super("gap", RoomCursor.text(room.epoch(), to));
            this.room = room;
            this.from = from;
            this.to = to;
        }

        @Override
        public int credit() {
            return 0;
        }

        @Override
        protected void members(ValueOutput out) {
            out.name("room")
                    .text(room.name())
                    .name("from")
                    .number(from)
                    .name("to")
                    .number(to);
        }
    }

    /** {@code deleted}: {@code {room}}. */
    static final class Deleted extends LiveEvent {
        private final RoomLabel room;

        Deleted(RoomLabel room) {
            super("deleted", null);
            this.room = room;
        }

        @Override
        public int credit() {
            return 0;
        }

        @Override
        protected void members(ValueOutput out) {
            out.name("room").text(room.name());
        }
    }
}
