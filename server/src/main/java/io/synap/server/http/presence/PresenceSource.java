package io.synap.server.http.presence;

import io.synap.protocol.operation.Bytes;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import java.nio.charset.StandardCharsets;

/**
 * Being in a room as a subscription of its own, which need not be a room with events: {@code presence.join {room, member,
 * info?, watch?}}. It ends with the connection. Confined to one event loop.
 */
final class PresenceSource implements LiveSource {
    private final PresenceFeeds feeds;
    private final NativeText room = new NativeText();

    PresenceSource(PresenceFeeds feeds) {
        this.feeds = feeds;
    }

    @Override
    public LiveSubscription open(CommandCall call, Outlet outlet) {
        call.key(room, "room");
        Bytes name = Bytes.of(room.toArray());
        Membership membership = Membership.of(call.payload());
        Attendance attendance =
                Attendance.begin(feeds, name, membership, call.arguments().flag("watch"), outlet);
        return new Joined(name, membership.member(), attendance);
    }

    private final class Joined implements LiveSubscription {
        private final Bytes name;
        private final String member;
        private final Attendance attendance;

        Joined(Bytes name, String member, Attendance attendance) {
            this.name = name;
            this.member = member;
            this.attendance = attendance;
        }

        @Override
        public void describe(ValueOutput out) {
            out.name("room").text(new String(name.toArray(), StandardCharsets.UTF_8));
            out.name("member").text(member);
            out.name("members").number(feeds.presence().count(name));
        }

        @Override
        public void resume() {
            attendance.resume();
        }

        @Override
        public void close() {
            attendance.close();
        }
    }
}
