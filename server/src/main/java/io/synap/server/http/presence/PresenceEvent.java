package io.synap.server.http.presence;

import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.presence.PresenceChange;

/** {@code join} or {@code leave}: {@code {room, member, info, members}}. Confined to one event loop. */
final class PresenceEvent extends LiveEvent {
    private final String room;
    private final PresenceChange change;

    PresenceEvent(String room, PresenceChange change) {
        super(change.joined() ? "join" : "leave", null);
        this.room = room;
        this.change = change;
    }

    @Override
    protected void members(ValueOutput out) {
        out.name("room").text(room).name("member").text(change.member().id());
        MemberJson.info(out, change.member());
        out.name("members").number(change.members());
    }

    /**
     * {@code presence}: {@code {room, members}}, when somebody has joined or left without the subscriber being told; who is there
     * is to be asked for.
     */
    static final class Missed extends LiveEvent {
        private final String room;
        private final int count;

        Missed(String room, int count) {
            super("presence", null);
            this.room = room;
            this.count = count;
        }

        @Override
        public int credit() {
            return 0;
        }

        @Override
        protected void members(ValueOutput out) {
            out.name("room").text(room).name("members").number(count);
        }
    }
}
