package io.synap.server.http.feed;

import io.synap.server.feed.ChangeFeed;
import io.synap.server.feed.ChangeFilter;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;

/** The changes of all families, as they come. Confined to one event loop. */
final class ChangeSource implements LiveSource {
    private final ChangeFeed feed;
    private final ChangeEvents events;

    ChangeSource(ChangeFeed feed, ChangeJson json) {
        this.feed = feed;
        this.events = new ChangeEvents("change", json::members);
    }

    @Override
    public LiveSubscription open(CommandCall call, Outlet outlet) {
        ChangeFilter filter = FeedArguments.filter(call);
        FeedArguments.Start start = FeedArguments.start(feed, call.arguments().textOrNull("cursor"));
        return new FeedStream(feed, start.position(), start.recovered(), filter, events, outlet);
    }
}
