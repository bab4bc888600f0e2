package io.synap.client.room;

import io.synap.client.codec.Codec;
import io.synap.client.live.LivePublisher;
import io.synap.client.live.PagePublisher;
import io.synap.client.live.PageReader;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Rooms: streams of events that stay after they were read. Immutable and thread-safe. The codec makes an event's data.
 *
 * {@snippet :
 * Rooms<String> rooms = client.rooms();
 * rooms.blocking().getOrCreate("orders");
 * rooms.publish("orders", NewEvent.of("{\"total\":12}").type("placed").key("order-7"));
 *
 * var listening = Live.forEach(rooms.follow("orders", From.first()), item -> {
 *     switch (item) {
 *         case RoomItem.Event<String>(var event, var cursor) -> System.out.println(event.offset() + " " + event.value());
 *         case RoomItem.Gap<String> gap -> System.out.println("missed " + gap.from() + " to " + gap.to());
 *         case RoomItem.NotRecovered<String> anew -> System.out.println("begin anew at " + anew.offset());
 *         default -> {}
 *     }
 * });
 * listening.close();
 * }
 */
public final class Rooms<T> {
    private static final int LIST_LIMIT = 100;

    private final Caller caller;
    private final Executor executor;
    private final Codec<T> codec;
    private final EventReader<T> events;

    /** @param executor runs subscribers and handlers */
    public Rooms(Caller caller, Executor executor, Codec<T> codec) {
        this.caller = caller;
        this.executor = executor;
        this.codec = Objects.requireNonNull(codec, "codec");
        this.events = new EventReader<>(codec);
    }

    /** The same for threads that may wait. */
    public BlockingRooms<T> blocking() {
        return new BlockingRooms<>(this);
    }

    /** A shared group of a room, which divides its events among consumers. It need not be there yet. */
    public SharedGroup<T> group(String room, String group) {
        return new SharedGroup<>(caller, executor, codec, of(room).text("group", Checks.named("group", group)));
    }

    /** The shared groups of a room by name, read page by page. */
    public PagePublisher<SharedGroupInfo> groups(String room) {
        Arguments given = of(room).integer("limit", LIST_LIMIT);
        return new PagePublisher<>(executor, from -> {
            Arguments arguments = given.copy();
            from.ifPresent(cursor -> arguments.text("cursor", cursor));
            return caller.call(RoomCommands.SHARED_LIST, arguments, payload -> {
                Value page = payload.tree();
                return new PageReader.Page<>(
                        Values.list(page.get("data"), SharedGroupInfo::read),
                        page.get("metadata").get("cursor").textIfAny());
            });
        });
    }

    /** A worker of a shared group, to be given its handler. */
    public GroupWorkerBuilder<T> worker(String room, String group) {
        return new GroupWorkerBuilder<>(group(room, group), executor);
    }

    /** A worker of an exclusive group, which handles each partition's events in order, to be given its handler. */
    public OrderedWorkerBuilder<T> orderedWorker(String group) {
        return new OrderedWorkerBuilder<>(new Groups(caller), this, executor, Checks.named("group", group));
    }

    /** Makes a room: ROOM_EXISTS if it is there. */
    public CompletionStage<Void> create(String room) {
        return create(room, RoomSettings.unchanged());
    }

    public CompletionStage<Void> create(String room, RoomSettings settings) {
        return caller.call(RoomCommands.CREATE, settings.addTo(of(room)), RoomCommands.DONE);
    }

    /** Makes a room unless it is there; says whether it was made. */
    public CompletionStage<Boolean> getOrCreate(String room) {
        return getOrCreate(room, RoomSettings.unchanged());
    }

    /** Makes a room, or changes the settings of the one that is there; says whether it was made. */
    public CompletionStage<Boolean> getOrCreate(String room, RoomSettings settings) {
        return caller.call(
                RoomCommands.GET_OR_CREATE,
                settings.addTo(of(room)),
                payload -> payload.get("created").tree().flag());
    }

    /** Removes a room with its events and its groups: ROOM_NOT_FOUND if there is none. */
    public CompletionStage<Void> delete(String room) {
        return caller.call(RoomCommands.DELETE, of(room), RoomCommands.DONE);
    }

    /** All rooms whose names begin so, read page by page as they are asked for. */
    public PagePublisher<RoomInfo> list(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        return new PagePublisher<>(executor, from -> {
            Arguments arguments = Arguments.none().text("prefix", prefix).integer("limit", LIST_LIMIT);
            from.ifPresent(cursor -> arguments.text("cursor", cursor));
            return caller.call(RoomCommands.ROOMS, arguments, payload -> {
                Value page = payload.tree();
                return new PageReader.Page<>(
                        Values.list(page.get("data"), RoomInfo::read),
                        page.get("metadata").get("cursor").textIfAny());
            });
        });
    }

    /** All rooms. */
    public PagePublisher<RoomInfo> list() {
        return list("");
    }

    public CompletionStage<RoomInfo> info(String room) {
        return caller.call(RoomCommands.INFO, of(room), payload -> RoomInfo.read(payload.tree()));
    }

    public CompletionStage<RoomStats> stats(String room) {
        return caller.call(RoomCommands.STATS, of(room), payload -> RoomStats.read(payload.tree()));
    }

    /** Appends an event that has data and nothing else. */
    public CompletionStage<PublishedEvent> publish(String room, T data) {
        return publish(room, NewEvent.of(data));
    }

    public CompletionStage<PublishedEvent> publish(String room, NewEvent<T> event) {
        return caller.call(
                RoomCommands.PUBLISH,
                event.addTo(of(room), codec),
                payload -> PublishedEvent.read(room, payload.tree()));
    }

    /** Appends all of them, or none. The server bounds their number, at 1,000 unless it says otherwise. */
    public CompletionStage<List<PublishedEvent>> publishAll(String room, List<NewEvent<T>> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no events");
        }
        List<Arguments> encoded =
                all.stream().map(each -> each.addTo(Arguments.none(), codec)).toList();
        return caller.call(
                RoomCommands.PUBLISH_ALL,
                of(room).objects("events", encoded),
                payload -> Values.list(payload.tree().get("events"), each -> PublishedEvent.read(room, each)));
    }

    /** A page of a hundred events at most. */
    public CompletionStage<EventPage<T>> read(String room, From from) {
        return read(room, ReadOptions.from(from));
    }

    public CompletionStage<EventPage<T>> read(String room, ReadOptions options) {
        Arguments arguments = of(room).integer("limit", options.limit());
        String place = options.from().place();
        if (place.equals("next")) {
            throw new IllegalArgumentException("a page begins with first, last, an offset, a stream id or a time");
        }
        arguments.text("from", place);
        if (options.backwards()) {
            arguments.flag("reverse", true);
        }
        Duration wait = options.waitFor();
        if (wait.isPositive()) {
            arguments.integer("wait_ms", wait.toMillis());
        }
        return caller.call(RoomCommands.READ, arguments, wait, payload -> {
            Value page = payload.tree();
            Value metadata = page.get("metadata");
            OptionalLong next = metadata.get("next_offset").integerIfAny();
            return new EventPage<>(
                    Values.list(page.get("data"), events::read),
                    next,
                    metadata.get("more").flag());
        });
    }

    /** One event: EVENT_NOT_FOUND if it is not there. */
    public CompletionStage<RoomEvent<T>> get(String room, long offset) {
        return caller.call(
                RoomCommands.GET,
                of(room).integer("offset", Checks.notNegative("offset", offset)),
                payload -> events.read(payload.tree()));
    }

    /** Removes one event: EVENT_NOT_FOUND if it is not there. */
    public CompletionStage<Void> remove(String room, long offset) {
        return caller.call(
                RoomCommands.REMOVE,
                of(room).integer("offset", Checks.notNegative("offset", offset)),
                RoomCommands.DONE);
    }

    /** Removes the oldest events and says how many. */
    public CompletionStage<Long> trim(String room, Trim trim) {
        return caller.call(
                RoomCommands.TRIM,
                trim.addTo(of(room)),
                payload -> payload.get("removed").tree().integer());
    }

    /** The events of all rooms that belong to one chain, a page after another; within a page in the order of time. */
    public PagePublisher<RoomEvent<T>> correlated(String correlationId) {
        Checks.named("correlationId", correlationId);
        return chain(RoomCommands.CORRELATED, "correlation_id", correlationId);
    }

    /** What an event caused, and what that caused, each right behind its cause; by the event's id. */
    public PagePublisher<RoomEvent<T>> descendants(String eventId) {
        return chain(RoomCommands.DESCENDANTS, "id", Checks.named("eventId", eventId));
    }

    private PagePublisher<RoomEvent<T>> chain(Command command, String name, String value) {
        return new PagePublisher<>(executor, from -> {
            Arguments arguments = Arguments.none().text(name, value).integer("limit", LIST_LIMIT);
            from.ifPresent(cursor -> arguments.text("cursor", cursor));
            return caller.call(command, arguments, payload -> {
                Value page = payload.tree();
                return new PageReader.Page<>(
                        Values.list(page.get("data"), events::read),
                        page.get("metadata").get("cursor").textIfAny());
            });
        });
    }

    /**
     * The events of a room as they come, each once and in order, over lost connections and restarts. Each subscriber
     * begins where it is said. A subscriber that is slow falls behind and is given the rest later.
     */
    public Flow.Publisher<RoomItem<T>> follow(String room, From from) {
        return follow(room, FollowOptions.from(from));
    }

    public Flow.Publisher<RoomItem<T>> follow(String room, FollowOptions options) {
        return new LivePublisher<>(
                caller.transport(),
                executor,
                RoomCommands.FOLLOW,
                options.arguments(Checks.named("room", room)),
                options.buffer(),
                options.from().cursor(),
                new RoomItems<>(events));
    }

    private static Arguments of(String room) {
        return Arguments.none().text("room", Checks.named("room", room));
    }
}
