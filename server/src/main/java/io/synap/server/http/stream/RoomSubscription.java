package io.synap.server.http.stream;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.http.presence.Attendance;
import io.synap.server.http.stream.EventJson.Data;
import io.synap.server.stream.RoomAudience;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of a room. Confined to its event loop.
 *
 * <p>It is at the end of the room, where the {@link RoomTail} gives it what is new, or behind, where it reads by itself as fast
 * as its client takes what it is sent.
 */
final class RoomSubscription implements LiveSubscription {
    /** So many slices are read before others get their turn. */
    private static final int TURN_SLICES = 4;

    /**
     * What a subscriber asked for.
     *
     * @param subscriber how the client calls itself, empty for not at all
     */
    record Wish(
            Data form,
            String subscriber,
            boolean recovered,
            @Nullable Attendance attendance) {}

    private final RoomTail tail;
    private final Outlet outlet;
    private final RoomAudience audience;
    private final Wish wish;
    private long next;
    /** Among all that follow the room; the tail's. */
    private int place;

    private boolean turning;
    private boolean closed;

    RoomSubscription(RoomTail tail, Outlet outlet, RoomAudience audience, Wish wish, long next) {
        this.tail = tail;
        this.outlet = outlet;
        this.audience = audience;
        this.wish = wish;
        this.next = next;
        tail.add(this);
        audience.add(tail.key());
    }

    long next() {
        return next;
    }

    int place() {
        return place;
    }

    void place(int at) {
        place = at;
    }

    @Override
    public void describe(ValueOutput out) {
        RoomLabel label = tail.label();
        out.name("room").text(label.name());
        if (!wish.subscriber().isEmpty()) {
            out.name("subscriber_id").text(wish.subscriber());
        }
        out.name("epoch").number(label.epoch()).name("offset").number(next);
        out.name("cursor").text(cursor());
        out.name("recovered").flag(wish.recovered());
    }

    @Override
    public String cursor() {
        return RoomCursor.text(tail.label().epoch(), next - 1);
    }

    @Override
    public void resume() {
        if (wish.attendance() != null) {
            wish.attendance().resume();
        }
        if (!closed && !turning && !tail.isCaughtUp(this)) {
            turn();
        }
    }

    private void turn() {
        turning = false;
        RoomReader reader = tail.reader();
        for (int slices = 0; !closed && slices < TURN_SLICES; slices++) {
            int most = Math.min(outlet.room(), RoomReader.SLICE_EVENTS);
            if (most <= 0) {
                // The outlet calls once there is some.
                return;
            }
            if (!reader.read(tail.name(), tail.label(), next, most)) {
                tail.gone();
                return;
            }
            long awaited = reader.takeAwaited();
            skipTo(reader.trimmedTo());
            for (int i = 0; i < reader.count() && !closed; i++) {
                outlet.send(reader.event(i, wish.form()));
            }
            next = Math.max(next, reader.next());
            boolean more = reader.more();
            reader.clear();
            if (closed) {
                return;
            }
            if (!more) {
                tail.caughtUp(this);
            }
            outlet.flush(awaited);
            if (!more) {
                return;
            }
        }
        if (!closed) {
            turning = true;
            outlet.loop().execute(this::turn);
        }
    }

    /** Takes what the tail has read, as much as there is room for. */
    void take(RoomReader reader, long awaited) {
        int room = outlet.room();
        boolean told = skipTo(reader.trimmedTo());
        boolean behind = false;
        for (int i = 0; i < reader.count() && !closed && !behind; i++) {
            long offset = reader.offset(i);
            if (offset < next) {
                continue;
            }
            if (room <= 0) {
                // Asked again, so that the outlet knows that there is somebody to be called.
                room = outlet.room();
            }
            if (room <= 0) {
                next = offset;
                behind = true;
                tail.fellBehind(this);
            } else {
                outlet.send(reader.event(i, wish.form()));
                room--;
                told = true;
                next = offset + 1;
            }
        }
        if (!behind) {
            next = Math.max(next, reader.next());
        }
        if (told && !closed) {
            outlet.flush(awaited);
        }
    }

    /** Tells what was removed before it could be sent; true when there was something. */
    private boolean skipTo(long trimmedTo) {
        if (next >= trimmedTo) {
            return false;
        }
        outlet.send(new RoomEvent.Gap(tail.label(), next, trimmedTo - 1));
        next = trimmedTo;
        return true;
    }

    void deleted(long awaited) {
        if (!closed) {
            outlet.send(new RoomEvent.Deleted(tail.label()));
            outlet.flush(awaited);
            close();
            outlet.end(new SynapException(ErrorCode.ROOM_NOT_FOUND));
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        tail.remove(this);
        audience.remove(tail.key());
        if (wish.attendance() != null) {
            wish.attendance().close();
        }
    }
}
