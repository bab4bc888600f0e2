package io.synap.server.http.presence;

import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.Outlet;
import org.jspecify.annotations.Nullable;

/** One subscriber's look at who comes and goes. Confined to its event loop. */
public final class PresenceView {
    private final PresenceFeeds feeds;
    private final Outlet outlet;
    private @Nullable PresenceFeed feed;
    private boolean begun;
    private boolean told;
    private boolean missed;

    PresenceView(PresenceFeeds feeds, PresenceFeed feed, Outlet outlet) {
        this.feeds = feeds;
        this.feed = feed;
        this.outlet = outlet;
    }

    /** Begins to tell, and goes on whenever the outlet has room again. */
    public void resume() {
        begun = true;
        turnEnds(false);
    }

    void tell(LiveEvent event) {
        if (begun && outlet.room() > 0) {
            outlet.send(event);
            told = true;
        } else {
            missed = true;
        }
    }

    /** @param more whether something was not even tried to be told */
    void turnEnds(boolean more) {
        missed |= more;
        PresenceFeed from = feed;
        if (begun && missed && from != null && outlet.room() > 0) {
            missed = false;
            outlet.send(from.missed());
            told = true;
        }
        if (told) {
            told = false;
            outlet.flush(0);
        }
    }

    /** Tells nothing more; a second time does nothing. */
    public void close() {
        PresenceFeed from = feed;
        if (from != null) {
            feed = null;
            begun = false;
            feeds.left(from, this);
        }
    }
}
