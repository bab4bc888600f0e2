package io.synap.examples.chat;

import io.synap.client.SynapClient;
import io.synap.client.codec.JsonCodec;
import io.synap.client.live.Listening;
import io.synap.client.live.Live;
import io.synap.client.presence.Member;
import io.synap.client.room.BlockingRooms;
import io.synap.client.room.FollowOptions;
import io.synap.client.room.From;
import io.synap.client.room.RoomItem;
import io.synap.client.room.RoomSettings;
import io.synap.client.room.Rooms;
import java.util.List;
import java.util.function.Consumer;

/**
 * Somebody's place in a chat. Thread-safe.
 *
 * <p>What is said are events of a room, which keeps the last 10,000: who enters reads them first, and who was away for a
 * moment gets what was missed, in order and once. Who is there is the room's presence.
 */
public final class ChatRoom implements AutoCloseable {
    private static final int KEPT_LINES = 10_000;

    private final SynapClient client;
    private final BlockingRooms<Line> rooms;
    private final String room;
    private final String me;
    private final Consumer<String> screen;
    private final Listening following;

    private ChatRoom(SynapClient client, String room, String me, Consumer<String> screen) {
        Rooms<Line> lines = client.rooms(JsonCodec.of(Line.class));
        this.client = client;
        this.rooms = lines.blocking();
        this.room = room;
        this.me = me;
        this.screen = screen;
        rooms.getOrCreate(room, RoomSettings.unchanged().keepEvents(KEPT_LINES));
        this.following =
                Live.forEach(lines.follow(room, FollowOptions.from(From.first()).as(me)), this::told);
    }

    /**
     * Enters a room, which is made if it is not there.
     *
     * @param screen gets what there is to read, line by line, from one thread at a time
     */
    public static ChatRoom enter(SynapClient client, String room, String me, Consumer<String> screen) {
        return new ChatRoom(client, room, me, screen);
    }

    public void say(String text) {
        rooms.publish(room, new Line(me, text));
    }

    /** Who is in the room. */
    public List<String> present() {
        return client.presence().list(room).stream().map(Member::id).toList();
    }

    private void told(RoomItem<Line> item) {
        switch (item) {
            case RoomItem.Event<Line> said ->
                said.event().data().ifPresent(line -> screen.accept(line.who() + ": " + line.text()));
            case RoomItem.Joined<Line> came -> screen.accept("* " + came.member() + " is here");
            case RoomItem.Left<Line> went -> screen.accept("* " + went.member() + " is gone");
            case RoomItem.Gap<Line> gap -> screen.accept("* " + (gap.to() - gap.from() + 1) + " lines are missing");
            case RoomItem.NotRecovered<Line> lost -> screen.accept("* lines are missing");
            case RoomItem.PresencePassedOver<Line> crowd -> screen.accept("* " + crowd.members() + " are here");
            case RoomItem.Deleted<Line> deleted -> screen.accept("* the room is closed");
        }
    }

    /** Leaves. */
    @Override
    public void close() {
        following.close();
    }
}
