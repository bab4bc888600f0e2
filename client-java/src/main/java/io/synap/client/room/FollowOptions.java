package io.synap.client.room;

import io.synap.client.live.LivePublisher;
import io.synap.client.wire.Arguments;
import java.util.Optional;

/**
 * How a room is followed. Immutable.
 *
 * @param create whether the room is made if it is missing
 * @param presence whether it is told who comes and goes
 * @param member who is here as long as it is followed
 * @param info what others see of the member, a JSON document up to 1 KB
 * @param buffer events that may wait in this process
 */
public record FollowOptions(
        From from, boolean create, boolean presence, Optional<String> member, Optional<String> info, int buffer) {
    public FollowOptions {
        Checks.positive("buffer", buffer);
    }

    public static FollowOptions from(From from) {
        return new FollowOptions(from, false, false, Optional.empty(), Optional.empty(), LivePublisher.BUFFER_EVENTS);
    }

    public FollowOptions createRoom() {
        return new FollowOptions(from, true, presence, member, info, buffer);
    }

    /** Is told who comes and goes. */
    public FollowOptions withPresence() {
        return new FollowOptions(from, create, true, member, info, buffer);
    }

    /** Is there as a member, and is told who comes and goes. */
    public FollowOptions as(String who) {
        return new FollowOptions(from, create, true, Optional.of(Checks.named("who", who)), info, buffer);
    }

    /** Is there as a member of whom others see a JSON document. */
    public FollowOptions as(String who, String json) {
        return new FollowOptions(from, create, true, Optional.of(Checks.named("who", who)), Optional.of(json), buffer);
    }

    public FollowOptions buffer(int events) {
        return new FollowOptions(from, create, presence, member, info, events);
    }

    Arguments arguments(String room) {
        Arguments arguments = Arguments.none().text("room", room);
        if (from.cursor().isEmpty()) {
            arguments.text("from", from.place());
        }
        if (create) {
            arguments.flag("create", true);
        }
        if (member.isPresent()) {
            Arguments who = Arguments.none().text("member", member.get());
            info.ifPresent(json -> who.json("info", json));
            arguments.object("presence", who);
        } else if (presence) {
            arguments.flag("presence", true);
        }
        return arguments;
    }
}
