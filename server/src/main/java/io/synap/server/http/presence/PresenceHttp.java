package io.synap.server.http.presence;

import io.synap.protocol.operation.Bytes;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.Closing;
import io.synap.server.presence.PresentMember;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Presence in all syntaxes of HTTP. Confined to one event loop. */
public final class PresenceHttp {
    private static final int LIMIT_DEFAULT = 100;

    private final PresenceFeeds feeds;
    private final HttpLimits limits;
    private final NativeText room = new NativeText();

    /** Adds the commands to the registry. */
    public PresenceHttp(PresenceFeeds feeds, HttpLimits limits, CommandRegistry registry) {
        this.feeds = feeds;
        this.limits = limits;
        PresenceSource source = new PresenceSource(feeds);
        registry.add("presence.list", this::list)
                .add("presence.join", call -> call.live().subscribe(call, source))
                .add("presence.leave", Closing::leave);
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/v1/presence/{room}", CommandRegistry.shortRoute(this::list))
                .command("presence.list", "Who is in a room, by member, page by page.")
                .query("limit?:integer cursor?:string")
                .answers("data:array metadata:object"));
    }

    private void list(CommandCall call) {
        call.key(room, "room");
        Bytes name = Bytes.of(room.toArray());
        Parameters given = call.arguments();
        long asked = given.has("limit") ? given.integer("limit") : LIMIT_DEFAULT;
        if (asked < 1) {
            throw Fields.invalid("limit must be at least 1");
        }
        int limit = (int) Math.min(asked, limits.listMax());
        List<PresentMember> page = feeds.presence().list(name, given.textOrNull("cursor"), limit);
        @Nullable String cursor = page.size() < limit ? null : page.getLast().id();
        ValueOutput out = call.out().beginObject().name("data").beginArray();
        page.forEach(each -> MemberJson.write(out, each));
        out.endArray().name("metadata").beginObject();
        out.name("room").text(new String(name.toArray(), StandardCharsets.UTF_8));
        out.name("total").number(feeds.presence().count(name));
        out.name("limit").number(limit).name("cursor").any(cursor);
        out.endObject().endObject();
    }
}
