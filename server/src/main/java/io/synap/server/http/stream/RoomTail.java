package io.synap.server.http.stream;

import io.synap.engine.Family;
import io.synap.protocol.operation.Bytes;
import io.synap.server.http.stream.EventJson.Data;
import io.synap.server.node.Waiters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The end of a room as the subscribers of one event loop follow it. Confined to that loop.
 *
 * <p>It is woken when the room grows, reads what is new once, encodes each event once, and gives it to all who have come so
 * far. Whoever has no room for it falls behind: that one keeps nothing but its offset, reads the room by itself once it can,
 * and joins again at the end. So nothing is kept for slow subscribers but what the room keeps anyway.
 */
final class RoomTail {
    /** So many slices are read before others get their turn. */
    private static final int TURN_SLICES = 4;

    private final RoomTails tails;
    private final RoomReader reader;
    private final Bytes key;
    private final byte[] name;
    private final RoomLabel label;
    private final Executor loop;
    private final Waiters.Waiter waiter;
    private final Set<RoomSubscription> all = new LinkedHashSet<>();
    /** Those that have come to {@link #position} or beyond; each knows its place. */
    private final List<RoomSubscription> caughtUp = new ArrayList<>();

    private final @Nullable RoomEvent[] natural = new RoomEvent[RoomReader.SLICE_EVENTS];
    private final @Nullable RoomEvent[] published = new RoomEvent[RoomReader.SLICE_EVENTS];
    private long position;
    private boolean ended;

    /**
     * @param loop of the subscribers
     * @throws io.synap.protocol.error.SynapException OVERLOADED when too much is waited for
     */
    RoomTail(RoomTails tails, RoomReader reader, Waiters waiters, Bytes key, RoomLabel label, Executor loop) {
        this.tails = tails;
        this.reader = reader;
        this.key = key;
        this.name = key.toArray();
        this.label = label;
        this.loop = loop;
        this.waiter = waiters.add(Family.Kind.ROOM, List.of(name), loop, this::woken);
    }

    Bytes key() {
        return key;
    }

    byte[] name() {
        return name;
    }

    RoomLabel label() {
        return label;
    }

    RoomReader reader() {
        return reader;
    }

    /** It stays, whatever there was. */
    private boolean woken() {
        turn();
        return false;
    }

    private void turn() {
        for (int slices = 0; !ended && slices < TURN_SLICES; slices++) {
            int most = caughtUp.isEmpty() ? 0 : RoomReader.SLICE_EVENTS;
            if (!reader.read(name, label, position, most)) {
                gone();
                return;
            }
            long awaited = reader.takeAwaited();
            if (most == 0) {
                return;
            }
            deliver(awaited);
            if (!reader.more()) {
                reader.clear();
                return;
            }
        }
        if (!ended) {
            loop.execute(this::turn);
        }
    }

    private void deliver(long awaited) {
        position = reader.next();
        // From the end, since those that leave or fall behind are replaced by the last one.
        for (int i = caughtUp.size() - 1; i >= 0; i--) {
            if (i < caughtUp.size()) {
                caughtUp.get(i).take(reader, awaited);
            }
        }
        Arrays.fill(natural, null);
        Arrays.fill(published, null);
    }

    /** An event of the slice that is being delivered. */
    RoomEvent event(int index, Data form) {
        @Nullable RoomEvent[] made = form == Data.NATURAL ? natural : published;
        RoomEvent event = made[index];
        if (event == null) {
            event = reader.event(index, form);
            made[index] = event;
        }
        return event;
    }

    void add(RoomSubscription subscription) {
        all.add(subscription);
    }

    /** This one has read all there was. */
    void caughtUp(RoomSubscription subscription) {
        if (caughtUp.isEmpty()) {
            position = subscription.next();
        }
        subscription.place(caughtUp.size());
        caughtUp.add(subscription);
    }

    /** This one goes on by itself. */
    void fellBehind(RoomSubscription subscription) {
        int place = subscription.place();
        if (place < 0) {
            return;
        }
        RoomSubscription last = caughtUp.removeLast();
        if (last != subscription) {
            caughtUp.set(place, last);
            last.place(place);
        }
        subscription.place(-1);
    }

    void remove(RoomSubscription subscription) {
        fellBehind(subscription);
        if (all.remove(subscription) && all.isEmpty()) {
            end();
        }
    }

    /** The room is not there any more: it ends for all. */
    void gone() {
        if (ended) {
            return;
        }
        end();
        long awaited = reader.takeAwaited();
        for (RoomSubscription each : List.copyOf(all)) {
            each.deleted(awaited);
        }
    }

    private void end() {
        ended = true;
        waiter.cancel();
        tails.ended(this);
    }
}
