package io.synap.server.http.presence;

import io.synap.protocol.operation.Bytes;
import io.synap.server.http.live.Outlet;
import io.synap.server.presence.Presence;
import org.jspecify.annotations.Nullable;

/** A subscriber that is in a room, or looks who is, or both. Confined to its event loop. */
public final class Attendance {
    private final @Nullable PresenceView view;
    private final Presence.@Nullable Hold hold;

    private Attendance(@Nullable PresenceView view, Presence.@Nullable Hold hold) {
        this.view = view;
        this.hold = hold;
    }

    /**
     * Begins it.
     *
     * @throws io.synap.protocol.error.SynapException as {@link Presence#join}; nothing has happened then
     */
    public static Attendance begin(
            PresenceFeeds feeds, Bytes room, Membership membership, boolean watching, Outlet outlet) {
        PresenceView view = watching ? feeds.view(room, outlet) : null;
        if (membership.member().isEmpty()) {
            return new Attendance(view, null);
        }
        boolean joined = false;
        try {
            Presence.Hold hold = feeds.presence().join(room, membership.member(), membership.info());
            joined = true;
            return new Attendance(view, hold);
        } finally {
            if (!joined && view != null) {
                view.close();
            }
        }
    }

    /** Begins to tell, and goes on whenever the outlet has room again. */
    public void resume() {
        if (view != null) {
            view.resume();
        }
    }

    /** Is there no longer and looks no longer; a second time does nothing. */
    public void close() {
        if (view != null) {
            view.close();
        }
        if (hold != null) {
            hold.close();
        }
    }
}
