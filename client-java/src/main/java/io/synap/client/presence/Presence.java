package io.synap.client.presence;

import io.synap.client.live.Listening;
import io.synap.client.live.Live;
import io.synap.client.live.LivePublisher;
import io.synap.client.live.PagePublisher;
import io.synap.client.live.PageReader;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Who is in a room, which need not have events. Immutable and thread-safe. A member is there from its first connection
 * until a while after its last one ended, so who comes back in time has never left.
 *
 * {@snippet :
 * try (Listening here = client.presence().join("lobby", "ann", "{\"name\":\"Ann\"}")) {
 *     client.presence().list("lobby").stream().forEach(member -> System.out.println(member.id()));
 * }
 * }
 */
public final class Presence {
    private static final Command LIST = Command.repeatable("presence.list");
    private static final Command JOIN = Command.repeatable("presence.join");
    private static final int LIST_LIMIT = 100;

    private final Caller caller;
    private final Executor executor;

    /** @param executor runs subscribers */
    public Presence(Caller caller, Executor executor) {
        this.caller = caller;
        this.executor = executor;
    }

    /** Is in the room as that member until it is closed. */
    public Listening join(String room, String member) {
        return Live.forEach(join(room, member, Optional.empty(), false), item -> {});
    }

    /**
     * The same with what others see.
     *
     * @param info a JSON document up to 1 KB
     */
    public Listening join(String room, String member, String info) {
        return Live.forEach(join(room, member, Optional.of(info), false), item -> {});
    }

    /** Is in the room as that member as long as it is subscribed, and is told who comes and goes. */
    public Flow.Publisher<PresenceItem> watchAs(String room, String member, Optional<String> info) {
        return join(room, member, info, true);
    }

    private Flow.Publisher<PresenceItem> join(String room, String member, Optional<String> info, boolean watch) {
        Arguments arguments = Arguments.none()
                .text("room", named("room", room))
                .text("member", named("member", member))
                .flag("watch", watch);
        info.ifPresent(json -> arguments.json("info", json));
        return new LivePublisher<>(
                caller.transport(), executor, JOIN, arguments, LivePublisher.BUFFER_EVENTS, new PresenceItems());
    }

    /** Who is in the room, by their ids, read page by page. */
    public PagePublisher<Member> list(String room) {
        named("room", room);
        return new PagePublisher<>(executor, from -> {
            Arguments arguments = Arguments.none().text("room", room).integer("limit", LIST_LIMIT);
            from.ifPresent(cursor -> arguments.text("cursor", cursor));
            return caller.call(LIST, arguments, payload -> {
                Value page = payload.tree();
                List<Member> members =
                        page.get("data").elements().stream().map(Member::read).toList();
                return new PageReader.Page<>(
                        members, page.get("metadata").get("cursor").textIfAny());
            });
        });
    }

    /** How many are in the room. */
    public CompletionStage<Long> count(String room) {
        return caller.call(
                LIST,
                Arguments.none().text("room", named("room", room)).integer("limit", 1),
                payload -> payload.get("metadata").get("total").tree().integer());
    }

    private static String named(String name, String text) {
        Objects.requireNonNull(text, name);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return text;
    }
}
