package io.synap.server.http.feed;

import io.synap.server.feed.ChangeFeed;
import io.synap.server.feed.ChangeFilter;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes of keys by patterns, with their values, as they come. Confined to one event loop. */
final class KeyWatchSource implements LiveSource {
    private final ChangeFeed feed;
    private final ChangeEvents events;
    private final ChangeEvents published;

    KeyWatchSource(ChangeFeed feed, ChangeJson json) {
        this.feed = feed;
        this.events = new ChangeEvents("change", json::watched);
        this.published = new ChangeEvents("message", json::published);
    }

    @Override
    public LiveSubscription open(CommandCall call, Outlet outlet) {
        Parameters arguments = call.arguments();
        List<String> keys = FeedArguments.texts(arguments, "keys");
        ChangeFilter filter = FeedArguments.keys(keys);
        @Nullable String cursor = arguments.textOrNull("cursor");
        // Who comes back with a cursor may still have the version of its beginning in the path.
        boolean versioned = arguments.has("from_version") && cursor == null;
        FeedArguments.Start start = versioned
                ? FeedArguments.behind(feed, keys, arguments.integer("from_version"))
                : FeedArguments.start(feed, cursor);
        ChangeEvents form = call.dialect() == Route.Dialect.SHORT ? published : events;
        return new FeedStream(feed, start.position(), start.recovered(), filter, form, outlet);
    }
}
