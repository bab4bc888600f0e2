package io.synap.server.http.stream;

import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.ShortDialect;
import java.util.List;

/**
 * The short routes of the published Synap protocol under {@code /stream}, without a prefix and under {@code
 * /api/v1}: other ways to the commands of the registry. Confined to one event loop.
 */
final class StreamShortRoutes {
    private static final String ROOM = "/stream/{room}";
    private static final String MADE = "success:boolean room:string created:boolean";

    private final CommandRegistry commands;

    StreamShortRoutes(CommandRegistry commands) {
        this.commands = commands;
    }

    List<Route> routes() {
        return ShortDialect.of(unprefixed());
    }

    private List<Route> unprefixed() {
        return List.of(
                Route.get("/stream/list", commands.shortRoute("stream.list"))
                        .command("stream.list", "The names of all rooms.")
                        .answers("rooms:array count:integer"),
                Route.post(ROOM, commands.shortRoute("stream.create"))
                        .command("stream.create", "Make a room.")
                        .reads(RoomSettings.SHAPE)
                        .answers(MADE),
                Route.put(ROOM, commands.shortRoute("stream.get_or_create"))
                        .taking(Route.Body.JSON)
                        .command("stream.get_or_create", "Make a room, unless it is there.")
                        .reads(RoomSettings.SHAPE)
                        .answers(MADE),
                Route.delete(ROOM, commands.shortRoute("stream.delete"))
                        .command("stream.delete", "Remove a room with its events.")
                        .answers("success:boolean deleted:string"),
                Route.post(ROOM + "/publish", commands.shortRoute("stream.publish"))
                        .command("stream.publish", "Append an event.")
                        .reads(EventInput.SHAPE)
                        .answers("id:string stream_id:string offset:integer room:string"),
                Route.get(ROOM + "/consume/{subscriber}", commands.shortRoute("stream.consume"))
                        .command("stream.consume", "Read events from an offset on.")
                        .query("from_offset?:integer limit?:integer wait_ms?:integer")
                        .answers("events:array next_offset:integer"),
                Route.get(ROOM + "/stats", commands.shortRoute("stream.stats"))
                        .command("stream.stats", "Figures about a room.")
                        .answers("name:string message_count:integer min_offset:integer max_offset:integer"
                                + " subscriber_count:integer total_published:integer total_consumed:any"
                                + " dropped:integer created_at:integer generation:integer"));
    }
}
