package io.synap.server.http.stream;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.live.LivePath;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.http.presence.Attendance;
import io.synap.server.http.presence.Membership;
import io.synap.server.http.presence.PresenceFeeds;
import io.synap.server.http.stream.EventJson.Data;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rooms as something to subscribe to. Confined to one event loop. */
final class RoomSource {
    private static final String FROM = "from?:string time?:string cursor?:string epoch?:integer offset?:integer";
    private static final String QUERY = FROM + " create?:boolean presence?:boolean member?:string";

    private final RoomStore store;
    private final RoomTails tails;
    private final LiveRooms live;
    private final PresenceFeeds presence;
    private final NativeText subscriber = new NativeText();

    RoomSource(RoomStore store, LiveRooms live, PresenceFeeds presence) {
        this.store = store;
        this.tails = new RoomTails(store.commands());
        this.live = live;
        this.presence = presence;
    }

    /** As {@code stream.subscribe} and its shortcuts have it. */
    LiveSource natural() {
        return this::open;
    }

    /** As the published protocol has it: payloads are arrays of numbers, and it begins with the first event. */
    LiveSource published() {
        return this::openPublished;
    }

    List<LivePath> paths() {
        return List.of(
                LivePath.webSocket("/ws/streams/{room}", QUERY, "A room's events as they come.", natural()),
                LivePath.webSocket("", "", "A room's events, as the published protocol has them.", published())
                        .published("/stream/{room}/ws/{subscriber}", "from_offset?:integer"),
                LivePath.events("/api/v1/streams/{room}/events", QUERY, "A room's events as they come.", natural()),
                LivePath.events(
                        "/api/v1/streams/{room}/events/live", QUERY, "A room's events as they come.", natural()));
    }

    private LiveSubscription open(CommandCall call, Outlet outlet) {
        store.room(call);
        Parameters given = call.arguments();
        SubscribeStart start = SubscribeStart.read(given, "from");
        @Nullable Membership membership = Membership.find(call);
        Bytes name = Bytes.of(store.room.toArray());
        if (given.flag("create") && !store.exists()) {
            var _ = store.configure(Mode.EITHER, live.newRooms().apply(name));
        }
        return open(name, start, Data.NATURAL, "", membership, outlet);
    }

    private LiveSubscription openPublished(CommandCall call, Outlet outlet) {
        store.room(call);
        call.name(1, subscriber, "subscriber_id", "subscriber");
        Parameters given = call.arguments();
        PageStart first =
                given.has("from_offset") ? new PageStart.Offset(given.integer("from_offset")) : PageStart.FIRST;
        return open(
                Bytes.of(store.room.toArray()),
                new SubscribeStart(null, first),
                Data.OCTETS,
                RoomLabel.text(subscriber.toArray()),
                null,
                outlet);
    }

    /** A room as a part of another subscription. */
    LiveSubscription follow(Bytes room, SubscribeStart start, Outlet outlet) {
        store.room.set(room.toArray());
        return open(room, start, Data.NATURAL, "", null, outlet);
    }

    private LiveSubscription open(
            Bytes name,
            SubscribeStart start,
            Data form,
            String subscriberName,
            @Nullable Membership membership,
            Outlet outlet) {
        SubscribeStart.Place place = store.with(start::in);
        @Nullable
        Attendance attendance = membership == null ? null : Attendance.begin(presence, name, membership, true, outlet);
        boolean open = false;
        try {
            RoomTail tail = tails.of(name, place.label(), outlet.loop());
            RoomSubscription subscription = new RoomSubscription(
                    tail,
                    outlet,
                    live.audience(),
                    new RoomSubscription.Wish(form, subscriberName, place.recovered(), attendance),
                    place.offset());
            open = true;
            return subscription;
        } finally {
            if (!open && attendance != null) {
                attendance.close();
            }
        }
    }
}
