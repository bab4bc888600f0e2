package io.synap.server.http.stream;

import io.netty.util.concurrent.EventExecutor;
import io.synap.engine.Family;
import io.synap.protocol.operation.Bytes;
import io.synap.server.node.Waiters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
    /**
     * How long the tail rests for each subscriber that it has given something: about as long again as writing to the
     * socket takes, so that a large audience leaves half of the loop to others. What comes meanwhile is written at once.
     */
    private static final long REST_NANOS_EACH = 20_000;

    private static final long REST_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);
    /** A shorter rest is not worth a timer. */
    private static final long REST_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);

    private final RoomTails tails;
    private final RoomReader reader;
    private final Bytes key;
    private final byte[] name;
    private final RoomLabel label;
    private final EventExecutor loop;
    private final Waiters.Waiter waiter;
    /** Those that have come to {@link #position} or beyond, then those that are behind; each knows its place. */
    private final List<RoomSubscription> all = new ArrayList<>(1);

    private int caughtUp;
    private long position;
    private long restsUntilNanos = System.nanoTime();
    private boolean resting;
    private boolean ended;

    /**
     * @param loop of the subscribers
     * @throws io.synap.protocol.error.SynapException OVERLOADED when too much is waited for
     */
    RoomTail(RoomTails tails, RoomReader reader, Waiters waiters, Bytes key, RoomLabel label, EventExecutor loop) {
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
        long left = restsUntilNanos - System.nanoTime();
        if (left <= 0) {
            turn();
        } else if (!resting) {
            resting = true;
            var _ = loop.schedule(this::rested, left, TimeUnit.NANOSECONDS);
        }
        return false;
    }

    private void rested() {
        resting = false;
        turn();
    }

    private void rest() {
        long rest = Math.min(REST_NANOS_MAX, caughtUp * REST_NANOS_EACH);
        if (rest >= REST_NANOS_MIN) {
            restsUntilNanos = System.nanoTime() + rest;
        }
    }

    private void turn() {
        for (int slices = 0; !ended && slices < TURN_SLICES; slices++) {
            int most = caughtUp == 0 ? 0 : RoomReader.SLICE_EVENTS;
            if (!reader.read(name, label, position, most)) {
                gone();
                return;
            }
            long awaited = reader.takeAwaited();
            if (most == 0) {
                return;
            }
            rest();
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
        // From the end, since whoever leaves or falls behind changes places with the last one.
        for (int i = caughtUp - 1; i >= 0; i--) {
            if (i < caughtUp) {
                all.get(i).take(reader, awaited);
            }
        }
    }

    void add(RoomSubscription subscription) {
        subscription.place(all.size());
        all.add(subscription);
    }

    boolean isCaughtUp(RoomSubscription subscription) {
        return subscription.place() < caughtUp;
    }

    /** This one, which was behind, has read all there was. */
    void caughtUp(RoomSubscription subscription) {
        if (caughtUp == 0) {
            position = subscription.next();
        }
        exchange(subscription.place(), caughtUp++);
    }

    /** This one, which was at the end, goes on by itself. */
    void fellBehind(RoomSubscription subscription) {
        exchange(subscription.place(), --caughtUp);
    }

    private void exchange(int left, int right) {
        RoomSubscription one = all.get(left);
        RoomSubscription other = all.get(right);
        all.set(left, other);
        all.set(right, one);
        other.place(left);
        one.place(right);
    }

    /** This one, which is there, is so no longer. */
    void remove(RoomSubscription subscription) {
        if (isCaughtUp(subscription)) {
            fellBehind(subscription);
        }
        exchange(subscription.place(), all.size() - 1);
        all.removeLast();
        if (all.isEmpty()) {
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
        if (!ended) {
            ended = true;
            waiter.cancel();
            tails.ended(this);
        }
    }
}
