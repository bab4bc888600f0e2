package io.synap.server.http.feed;

import io.synap.server.feed.Change;
import io.synap.server.feed.ChangeFeed;
import io.synap.server.feed.ChangeFilter;
import io.synap.server.feed.ChangePage;
import io.synap.server.feed.FeedPosition;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.Closing;
import io.synap.server.http.live.LivePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The change feed of one event loop, in all syntaxes of HTTP. Confined to it. */
public final class FeedHttp {
    private static final String CHANGES = "/api/v1/changes";
    private static final int LIMIT_DEFAULT = 100;

    private final ChangeFeed feed;
    private final HttpLimits limits;
    private final ChangeJson json = new ChangeJson();
    private final ChangeSource changes;
    private final KeyWatchSource keys;

    /** Adds the commands to the registry. */
    public FeedHttp(ChangeFeed feed, HttpLimits limits, CommandRegistry registry) {
        this.feed = feed;
        this.limits = limits;
        this.changes = new ChangeSource(feed, json);
        this.keys = new KeyWatchSource(feed, json);
        registry.add("changes.read", this::read);
        registry.add("changes.subscribe", call -> call.live().subscribe(call, changes));
        registry.add("changes.unsubscribe", Closing::close);
        registry.add("kv.watch", call -> call.live().subscribe(call, keys));
        registry.add("kv.unwatch", Closing::close);
    }

    public List<Route> routes() {
        return List.of(Route.get(CHANGES, CommandRegistry.shortRoute(this::read))
                .command(
                        "changes.read",
                        "What has changed behind a cursor, in order; with wait_ms, once there is something."
                                + " Without a cursor from now on, with cursor=first from the oldest that is kept;"
                                + " 410 when what follows the cursor is gone.")
                .query("cursor?:string family?:string match?:string limit?:integer wait_ms?:integer")
                .answers("data:array metadata:object"));
    }

    /** Where the feed is subscribed to without a command. */
    public List<LivePath> livePaths() {
        String feedQuery = "cursor?:string family?:string match?:string";
        String keyQuery = "keys:string cursor?:string from_version?:integer";
        String feedAbout = "Changes of all families, as they come.";
        String keyAbout = "Changes of the keys that match, with their values, as they come.";
        LivePath watch = LivePath.webSocket("/ws/kv", keyQuery, keyAbout, keys);
        return List.of(
                LivePath.webSocket("/ws/changes", feedQuery, feedAbout, changes),
                watch,
                watch.published("/kv/ws", keyQuery),
                LivePath.events(CHANGES, feedQuery, feedAbout, changes),
                LivePath.events(CHANGES + "/live", feedQuery, feedAbout, changes),
                LivePath.events("/api/v1/kv/live", keyQuery, keyAbout, keys));
    }

    private void read(CommandCall call) {
        Parameters arguments = call.arguments();
        long limit = arguments.has("limit") ? arguments.integer("limit") : Math.min(LIMIT_DEFAULT, limits.listMax());
        if (limit < 1 || limit > limits.listMax()) {
            throw Fields.invalid("'limit' must be 1 to " + limits.listMax());
        }
        long wait = arguments.has("wait_ms") ? arguments.integer("wait_ms") : 0;
        if (wait < 0) {
            throw Fields.invalid("'wait_ms' is negative");
        }
        ChangeFilter filter = FeedArguments.filter(call);
        @Nullable String cursor = arguments.textOrNull("cursor");
        FeedPosition from = FeedArguments.position(feed, cursor);
        if (wait == 0 && (cursor == null || cursor.isEmpty())) {
            // Nothing follows what is now: this is how a client begins.
            write(call.out(), (int) limit, new ChangePage(List.of(), from.cursor()));
            return;
        }
        long waitMillis = Math.min(wait, limits.waitMillisMax());
        call.await(feed.read(from, filter, (int) limit, waitMillis), page -> write(call.out(), (int) limit, page));
    }

    private void write(ValueOutput out, int limit, ChangePage page) {
        out.beginObject().name("data").beginArray();
        for (Change change : page.changes()) {
            json.element(out, change);
        }
        out.endArray().name("metadata").beginObject();
        out.name("limit").number(limit).name("cursor").text(page.cursor());
        out.endObject().endObject();
    }
}
