package io.synap.server.http.presence;

import io.synap.protocol.operation.Bytes;
import io.synap.server.http.live.Outlet;
import io.synap.server.presence.Presence;
import java.util.HashMap;
import java.util.Map;

/** Who watches presence on one event loop. Confined to it. */
public final class PresenceFeeds {
    private final Presence presence;
    private final Map<Bytes, PresenceFeed> feeds = new HashMap<>();

    public PresenceFeeds(Presence presence) {
        this.presence = presence;
    }

    public Presence presence() {
        return presence;
    }

    /**
     * A look at a room through an outlet. What happens from now on is told once it has been resumed.
     *
     * @throws io.synap.protocol.error.SynapException LIMIT_REACHED
     */
    public PresenceView view(Bytes room, Outlet outlet) {
        PresenceFeed feed = feeds.get(room);
        if (feed == null) {
            feed = new PresenceFeed(presence, room, outlet.loop());
            feeds.put(room, feed);
        }
        PresenceView view = new PresenceView(this, feed, outlet);
        feed.add(view);
        return view;
    }

    void left(PresenceFeed feed, PresenceView view) {
        if (feed.remove(view)) {
            feeds.remove(feed.name());
        }
    }
}
