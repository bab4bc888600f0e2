package io.synap.server.presence;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which room, on this node. Thread-safe.
 *
 * <p>A member is there from its first connection until some time after its last: it leaves in {@link #sweep}, which is to be
 * called every so often. So a client that reconnects in time has never left. Nothing of this is kept over a restart.
 */
public final class Presence {
    /** One {@link #sweep} lets so many leave at most: the rest goes with the next. */
    static final int SWEEP_MAX = 2_000;

    /** A member's place in a room; guarded by the room's entry in the map. */
    private static final class Seat {
        private final String member;
        private final long since;
        private Bytes info = Bytes.EMPTY;
        private int connections;
        /** When it leaves, on the clock of graces; of no meaning while it has connections. */
        private long leavesAt;
        /** Whether its leaving is waited for. */
        private boolean queued;

        private Seat(String member, long since) {
            this.member = member;
            this.since = since;
        }

        private PresentMember show() {
            return new PresentMember(member, info, connections, since);
        }
    }

    /** Guarded by its entry in the map. */
    private static final class Place {
        private final TreeMap<String, Seat> seats = new TreeMap<>();
        private final List<PresenceWatcher> watchers = new ArrayList<>(1);

        private boolean isEmpty() {
            return seats.isEmpty() && watchers.isEmpty();
        }
    }

    private record Leaving(Bytes room, Seat seat, long at) {}

    private final PresenceLimits limits;
    private final Clock clock;
    private final LongSupplier graceClock;
    private final PresenceSpread spread;
    private final ConcurrentHashMap<Bytes, Place> places = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    /** In the order of their times, since all graces are alike; guarded by itself. One per seat at most. */
    private final ArrayDeque<Leaving> leaving = new ArrayDeque<>();

    /**
     * @param clock tells since when a member is there
     * @param graceClock milliseconds from any beginning, which never run back
     */
    public Presence(PresenceLimits limits, Clock clock, LongSupplier graceClock, PresenceSpread spread) {
        this.limits = limits;
        this.clock = clock;
        this.graceClock = graceClock;
        this.spread = spread;
    }

    /** What a connection holds while it counts. */
    public interface Hold {
        /** Lets go; a second time does nothing. From any thread. */
        void close();
    }

    /**
     * One more connection of a member. What it tells of itself replaces what it told before.
     *
     * @param info JSON, or empty
     * @throws SynapException INVALID_ARGUMENT when id or info are too long or the id is empty, LIMIT_REACHED
     */
    public Hold join(Bytes room, String member, Bytes info) {
        check(member, info);
        Place joined = places.compute(room, (name, found) -> {
            Place place = found == null ? newPlace() : found;
            Seat seat = place.seats.get(member);
            if (seat == null) {
                if (place.seats.size() >= limits.membersMax()) {
                    throw limit("members of the room", place.seats.size(), "presence.members_max");
                }
                seat = new Seat(member, clock.millis());
                place.seats.put(member, seat);
                var _ = total.incrementAndGet();
                seat.info = info;
                seat.connections = 1;
                tell(name, place, new PresenceChange(true, seat.show(), place.seats.size()));
            } else {
                seat.info = info;
                seat.connections++;
            }
            return place;
        });
        AtomicBoolean open = new AtomicBoolean(joined != null);
        return () -> {
            if (open.getAndSet(false)) {
                leave(room, member);
            }
        };
    }

    private static void check(String member, Bytes info) {
        if (member.isEmpty() || member.length() > PresenceLimits.MEMBER_CHARS_MAX) {
            throw new SynapException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a member's id has 1 to " + PresenceLimits.MEMBER_CHARS_MAX + " characters");
        }
        if (info.length() > PresenceLimits.INFO_BYTES_MAX) {
            throw new SynapException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a member's info has at most " + PresenceLimits.INFO_BYTES_MAX + " bytes");
        }
    }

    private Place newPlace() {
        long rooms = places.mappingCount();
        if (rooms >= limits.roomsMax()) {
            throw limit("rooms with members", rooms, "presence.rooms_max");
        }
        return new Place();
    }

    private static SynapException limit(String what, long count, String setting) {
        return new SynapException(ErrorCode.LIMIT_REACHED, "there are " + count + " " + what + " (" + setting + ")");
    }

    private void leave(Bytes room, String member) {
        places.computeIfPresent(room, (name, place) -> {
            Seat seat = place.seats.get(member);
            if (seat != null && --seat.connections == 0) {
                seat.leavesAt = graceClock.getAsLong() + limits.graceMillis();
                await(name, seat);
            }
            return place;
        });
    }

    private void await(Bytes room, Seat seat) {
        if (!seat.queued) {
            seat.queued = true;
            synchronized (leaving) {
                leaving.add(new Leaving(room, seat, seat.leavesAt));
            }
        }
    }

    /**
     * Lets those leave whose time is over, so many at most that a call is short.
     *
     * @return how many have left
     */
    public int sweep() {
        long now = graceClock.getAsLong();
        int left = 0;
        for (int looked = 0; looked < SWEEP_MAX; looked++) {
            Leaving due = nextDue(now);
            if (due == null) {
                return left;
            }
            left += end(due, now) ? 1 : 0;
        }
        return left;
    }

    private @Nullable Leaving nextDue(long now) {
        synchronized (leaving) {
            Leaving head = leaving.peek();
            return head != null && head.at <= now ? leaving.poll() : null;
        }
    }

    /** Ends a membership, unless it has got a connection meanwhile; true when it has ended. */
    private boolean end(Leaving due, long now) {
        boolean[] ended = new boolean[1];
        places.computeIfPresent(due.room, (name, place) -> {
            Seat seat = due.seat;
            seat.queued = false;
            if (seat.connections > 0) {
                return place;
            }
            if (seat.leavesAt > now) {
                // It had come back for a while.
                await(name, seat);
                return place;
            }
            place.seats.remove(seat.member);
            var _ = total.decrementAndGet();
            ended[0] = true;
            tell(name, place, new PresenceChange(false, seat.show(), place.seats.size()));
            return place.isEmpty() ? null : place;
        });
        return ended[0];
    }

    private void tell(Bytes room, Place place, PresenceChange change) {
        place.watchers.forEach(each -> each.changed(change));
        spread.changed(room, change);
    }

    /**
     * Is told of a room's changes from now on.
     *
     * @throws SynapException LIMIT_REACHED
     */
    public Hold watch(Bytes room, PresenceWatcher watcher) {
        places.compute(room, (name, found) -> {
            Place place = found == null ? newPlace() : found;
            place.watchers.add(watcher);
            return place;
        });
        return () -> places.computeIfPresent(room, (name, place) -> {
            place.watchers.remove(watcher);
            return place.isEmpty() ? null : place;
        });
    }

    /** Members of a room by their ids: at most so many behind one of them, null for the first. */
    public List<PresentMember> list(Bytes room, @Nullable String after, int most) {
        List<PresentMember> page = new ArrayList<>();
        places.computeIfPresent(room, (name, place) -> {
            var seats = after == null ? place.seats : place.seats.tailMap(after, false);
            for (Seat seat : seats.values()) {
                if (page.size() == most) {
                    break;
                }
                page.add(seat.show());
            }
            return place;
        });
        return page;
    }

    /** How many members a room has. */
    public int count(Bytes room) {
        int[] count = new int[1];
        places.computeIfPresent(room, (name, place) -> {
            count[0] = place.seats.size();
            return place;
        });
        return count[0];
    }

    /** How many members all rooms have. */
    public int total() {
        return total.get();
    }
}
