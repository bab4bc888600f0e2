package io.synap.client.room;

import io.synap.client.transport.Call;
import io.synap.client.transport.Caller;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Exclusive groups: each partition of a topic, or a room, is read by one member, in order, which commits how far it
 * has come. Immutable and thread-safe. {@link Rooms#orderedWorker} does all of what a member has to.
 *
 * {@snippet :
 * BlockingGroups groups = client.groups().blocking();
 * groups.create("audit", GroupSettings.ofTopic("orders"));
 * Assignment mine = groups.join("audit", "a1");
 * for (int partition : mine.partitions()) {
 *     var page = client.rooms().blocking().read(mine.room(partition), From.first());
 *     groups.commit(mine, Map.of(partition, page.nextOffset().getAsLong()));
 * }
 * groups.leave("audit", "a1");
 * }
 */
public final class Groups {
    private static final Call.Decoder<Assignment> ASSIGNMENT = payload -> Assignment.read(payload.tree());

    private final Caller caller;

    public Groups(Caller caller) {
        this.caller = caller;
    }

    /** The same for threads that may wait. */
    public BlockingGroups blocking() {
        return new BlockingGroups(this);
    }

    /** Makes a group: GROUP_EXISTS if there is one of that name. */
    public CompletionStage<Void> create(String group, GroupSettings settings) {
        Arguments arguments = of(group)
                .text(settings.ofRoom() ? "room" : "topic", settings.source())
                .text("strategy", settings.strategy().text());
        settings.sessionTimeout().ifPresent(longest -> arguments.integer("session_timeout_ms", longest.toMillis()));
        return caller.call(RoomCommands.GROUP_CREATE, arguments, RoomCommands.DONE);
    }

    /** Removes a group with its offsets: GROUP_NOT_FOUND if there is none. */
    public CompletionStage<Void> delete(String group) {
        return caller.call(RoomCommands.GROUP_DELETE, of(group), RoomCommands.DONE);
    }

    /** The names of all groups, as many as the server lists. */
    public CompletionStage<List<String>> list() {
        return caller.call(
                RoomCommands.GROUP_LIST,
                Arguments.none(),
                payload -> Values.list(payload.tree().get("groups"), Value::text));
    }

    public CompletionStage<GroupInfo> info(String group) {
        return caller.call(RoomCommands.GROUP_STATS, of(group), payload -> GroupInfo.read(payload.tree()));
    }

    /** Becomes a member, or is it still; partitions may change hands. */
    public CompletionStage<Assignment> join(String group, String member) {
        return join(group, member, Optional.empty());
    }

    /** @param sessionTimeout instead of the group's */
    public CompletionStage<Assignment> join(String group, String member, Optional<Duration> sessionTimeout) {
        Arguments arguments = of(group, member);
        sessionTimeout.ifPresent(
                longest -> arguments.integer("session_timeout_ms", Checks.someMillis("sessionTimeout", longest)));
        return caller.call(RoomCommands.GROUP_JOIN, arguments, ASSIGNMENT);
    }

    /** What the member has to read in the present generation: MEMBER_NOT_FOUND if it is none any more. */
    public CompletionStage<Assignment> assignment(String group, String member) {
        return caller.call(RoomCommands.GROUP_ASSIGNMENT, of(group, member), ASSIGNMENT);
    }

    /** Stays a member, and says which generation it is: MEMBER_NOT_FOUND if it was silent for too long. */
    public CompletionStage<Long> heartbeat(String group, String member) {
        return caller.call(
                RoomCommands.GROUP_HEARTBEAT,
                of(group, member),
                payload -> payload.get("generation").tree().integer());
    }

    /** Is a member no more: MEMBER_NOT_FOUND if it was none. */
    public CompletionStage<Void> leave(String group, String member) {
        return caller.call(RoomCommands.GROUP_LEAVE, of(group, member), RoomCommands.DONE);
    }

    /**
     * Commits how far a member has come: STALE_GENERATION if partitions have changed hands since.
     *
     * @param nextOffsets by partition, the next event to be read
     */
    public CompletionStage<Void> commit(Assignment as, Map<Integer, Long> nextOffsets) {
        return caller.call(
                RoomCommands.GROUP_COMMIT,
                of(as.group(), as.member())
                        .integer("generation", as.generation())
                        .objects("offsets", offsets(nextOffsets)),
                RoomCommands.DONE);
    }

    public CompletionStage<List<CommittedOffset>> offsets(String group) {
        return caller.call(
                RoomCommands.GROUP_OFFSETS,
                of(group),
                payload -> Values.list(payload.tree().get("offsets"), CommittedOffset::read));
    }

    /** Sets offsets, whoever owns the partitions; that begins a new generation. */
    public CompletionStage<Void> reset(String group, Map<Integer, Long> nextOffsets) {
        return caller.call(
                RoomCommands.GROUP_RESET, of(group).objects("offsets", offsets(nextOffsets)), RoomCommands.DONE);
    }

    /** Sets all offsets to the oldest events that there are. */
    public CompletionStage<Void> resetToFirst(String group) {
        return caller.call(RoomCommands.GROUP_RESET, of(group).text("to", "earliest"), RoomCommands.DONE);
    }

    /** Sets all offsets behind the newest events. */
    public CompletionStage<Void> resetToNext(String group) {
        return caller.call(RoomCommands.GROUP_RESET, of(group).text("to", "latest"), RoomCommands.DONE);
    }

    private static List<Arguments> offsets(Map<Integer, Long> nextOffsets) {
        if (Objects.requireNonNull(nextOffsets, "nextOffsets").isEmpty()) {
            throw new IllegalArgumentException("no offsets");
        }
        List<Arguments> offsets = new ArrayList<>();
        nextOffsets.forEach((partition, offset) -> offsets.add(Arguments.none()
                .integer("partition_id", Checks.notNegative("partition", partition))
                .integer("offset", Checks.notNegative("offset", offset))));
        return offsets;
    }

    private static Arguments of(String group) {
        return Arguments.none().text("group", Checks.named("group", group));
    }

    private static Arguments of(String group, String member) {
        return of(group).text("member_id", Checks.named("member", member));
    }
}
