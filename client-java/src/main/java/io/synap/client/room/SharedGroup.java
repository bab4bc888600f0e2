package io.synap.client.room;

import io.synap.client.codec.Codec;
import io.synap.client.error.SynapClientException;
import io.synap.client.live.PagePublisher;
import io.synap.client.live.PageReader;
import io.synap.client.live.PullPublisher;
import io.synap.client.live.PullSource;
import io.synap.client.transport.Call;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * A shared group of a room: each event is handed out to one consumer, under a lease, and is done when it is
 * acknowledged. Immutable and thread-safe.
 *
 * {@snippet :
 * SharedGroup<String> billing = client.rooms().group("orders", "billing");
 * billing.blocking().create(From.first(), SharedGroupSettings.unchanged().maxDeliveries(4));
 * for (GroupDelivery<String> delivery : billing.blocking().receive("b1", 10, Duration.ofSeconds(5))) {
 *     System.out.println(delivery.value());
 *     billing.blocking().ack(delivery);
 * }
 * }
 */
public final class SharedGroup<T> {
    private static final int LIST_LIMIT = 100;
    /** What one question of {@link #consume} asks for at most, and how long it waits at the server. */
    private static final int PULL_MAX = 512;

    private static final Duration PULL_WAIT = Duration.ofSeconds(5);
    private static final Call.Decoder<List<Settled>> RESULTS = SharedGroup::results;

    private final Caller caller;
    private final Executor executor;
    private final EventReader<T> events;
    private final Arguments name;

    SharedGroup(Caller caller, Executor executor, Codec<T> codec, Arguments name) {
        this.caller = caller;
        this.executor = executor;
        this.events = new EventReader<>(codec);
        this.name = name;
    }

    /** The same for threads that may wait. */
    public BlockingSharedGroup<T> blocking() {
        return new BlockingSharedGroup<>(this);
    }

    /** Makes the group, which begins there: GROUP_EXISTS if an exclusive one is there, INVALID_ARGUMENT if a shared one is. */
    public CompletionStage<SharedGroupInfo> create(From from, SharedGroupSettings settings) {
        if (from.cursor().isPresent()) {
            throw new IllegalArgumentException("a group begins at an offset, a stream id or a time");
        }
        String place = from.place().equals("next") ? "last" : from.place();
        return caller.call(
                Command.once(RoomCommands.SHARED_CREATE.name()),
                settings.addTo(name.copy()).text("from", place),
                SharedGroup::info);
    }

    /** Makes the group, beginning with the first event, unless it is there; then it changes its settings. */
    public CompletionStage<SharedGroupInfo> configure(SharedGroupSettings settings) {
        return caller.call(RoomCommands.SHARED_CREATE, settings.addTo(name.copy()), SharedGroup::info);
    }

    public CompletionStage<SharedGroupInfo> info() {
        return caller.call(RoomCommands.SHARED, name, SharedGroup::info);
    }

    /** Removes the group: GROUP_NOT_FOUND if there is none. */
    public CompletionStage<Void> delete() {
        return caller.call(RoomCommands.SHARED_DELETE, name, RoomCommands.DONE);
    }

    private static SharedGroupInfo info(WireValue payload) {
        return SharedGroupInfo.read(payload.tree());
    }

    /**
     * Receives events.
     *
     * @param most events at once
     * @param wait how long to wait for the first; zero for not at all
     */
    public CompletionStage<List<GroupDelivery<T>>> receive(String consumer, int most, Duration wait) {
        return receive(consumer, most, wait, Optional.empty());
    }

    /** @param lease instead of the group's */
    public CompletionStage<List<GroupDelivery<T>>> receive(
            String consumer, int most, Duration wait, Optional<Duration> lease) {
        Arguments arguments = name.copy()
                .text("consumer", Checks.named("consumer", consumer))
                .integer("limit", Checks.positive("most", most))
                .integer("wait_ms", Checks.millis("wait", wait));
        lease.ifPresent(length -> arguments.integer("lease_ms", Checks.someMillis("lease", length)));
        return caller.call(
                RoomCommands.RECEIVE,
                arguments,
                wait,
                payload -> Values.list(payload.tree().get("data"), this::delivery));
    }

    private GroupDelivery<T> delivery(Value value) {
        return new GroupDelivery<>(
                events.read(value),
                value.get("receipt").text(),
                Math.toIntExact(value.get("delivery_count").integer()),
                Values.timeIfAny(value.get("lease_ends_at")));
    }

    /**
     * Events as the subscriber requests them, received again and again. What comes after the subscriber has cancelled is
     * given back.
     */
    public Flow.Publisher<GroupDelivery<T>> consume(String consumer) {
        return consume(consumer, Optional.empty());
    }

    Flow.Publisher<GroupDelivery<T>> consume(String consumer, Optional<Duration> lease) {
        Checks.named("consumer", consumer);
        PullSource<GroupDelivery<T>> source = new PullSource<>() {
            @Override
            public CompletionStage<List<GroupDelivery<T>>> pull(int most) {
                return receive(consumer, most, PULL_WAIT, lease);
            }

            @Override
            public void unwanted(List<GroupDelivery<T>> items) {
                // Without an answer others get them when their leases end.
                var _ = nackAll(receipts(items), EventNack.atOnce());
            }
        };
        return new PullPublisher<>(executor, source, PULL_MAX);
    }

    static <T> List<String> receipts(Collection<GroupDelivery<T>> deliveries) {
        return deliveries.stream().map(GroupDelivery::receipt).toList();
    }

    /** It is done: fails with LEASE_LOST if others may have it by now. */
    public CompletionStage<Void> ack(GroupDelivery<T> delivery) {
        return one(RoomCommands.ACK, name.copy(), delivery);
    }

    public CompletionStage<List<Settled>> ackAll(Collection<String> receipts) {
        return several(RoomCommands.ACK, name.copy(), receipts);
    }

    /** Gives it back, for another try at once, after a pause, or after one that grows. */
    public CompletionStage<Void> nack(GroupDelivery<T> delivery, EventNack how) {
        return one(RoomCommands.NACK, how.addTo(name.copy()), delivery);
    }

    public CompletionStage<List<Settled>> nackAll(Collection<String> receipts, EventNack how) {
        return several(RoomCommands.NACK, how.addTo(name.copy()), receipts);
    }

    /** Makes it a dead letter. */
    public CompletionStage<Void> reject(GroupDelivery<T> delivery, String error) {
        return one(RoomCommands.REJECT, name.copy().text("error", error), delivery);
    }

    public CompletionStage<List<Settled>> rejectAll(Collection<String> receipts, String error) {
        return several(RoomCommands.REJECT, name.copy().text("error", error), receipts);
    }

    /** Holds it so much longer, counted from now. */
    public CompletionStage<Void> extend(GroupDelivery<T> delivery, Duration lease) {
        return one(RoomCommands.EXTEND, name.copy().integer("lease_ms", Checks.someMillis("lease", lease)), delivery);
    }

    public CompletionStage<List<Settled>> extendAll(Collection<String> receipts, Duration lease) {
        return several(
                RoomCommands.EXTEND, name.copy().integer("lease_ms", Checks.someMillis("lease", lease)), receipts);
    }

    private CompletionStage<Void> one(Command command, Arguments arguments, GroupDelivery<T> delivery) {
        return caller.call(command, arguments.texts("receipts", List.of(delivery.receipt())), SharedGroup::oneResult);
    }

    @SuppressWarnings("NullAway") // Void has no other value.
    private static Void oneResult(WireValue payload) {
        Settled result = results(payload).getFirst();
        if (!result.isDone()) {
            throw SynapClientException.ofServer(
                    result.refusal().orElse(""), result.error().orElse(""));
        }
        return null;
    }

    private CompletionStage<List<Settled>> several(Command command, Arguments arguments, Collection<String> receipts) {
        if (receipts.isEmpty()) {
            throw new IllegalArgumentException("no receipts");
        }
        return caller.call(command, arguments.texts("receipts", receipts), RESULTS);
    }

    private static List<Settled> results(WireValue payload) {
        return Values.list(payload.tree().get("results"), each -> {
            Value receipt = each.get("receipt");
            return new Settled(
                    receipt.isNull() ? each.get("offset").text() : receipt.text(),
                    each.get("code").textIfAny(),
                    each.get("error").textIfAny());
        });
    }

    /** What was handed out and is not done, by offset, read page by page. */
    public PagePublisher<PendingEvent> pending() {
        return list(RoomCommands.PENDING, name);
    }

    /** The same of one consumer: CONSUMER_NOT_FOUND if it never received anything. */
    public PagePublisher<PendingEvent> pending(String consumer) {
        return list(RoomCommands.PENDING, name.copy().text("consumer", Checks.named("consumer", consumer)));
    }

    /** The dead letters with their history, by offset, read page by page. */
    public PagePublisher<PendingEvent> deadLetters() {
        return list(RoomCommands.DEAD, name);
    }

    private PagePublisher<PendingEvent> list(Command command, Arguments given) {
        return new PagePublisher<>(executor, from -> {
            Arguments arguments = given.copy().integer("limit", LIST_LIMIT);
            from.ifPresent(cursor -> arguments.text("cursor", cursor));
            return caller.call(command, arguments, payload -> {
                Value page = payload.tree();
                return new PageReader.Page<>(
                        Values.list(page.get("data"), PendingEvent::read),
                        page.get("metadata").get("cursor").textIfAny());
            });
        });
    }

    /** One dead letter: EVENT_NOT_FOUND if there is none of that offset. */
    public CompletionStage<PendingEvent> deadLetter(long offset) {
        return caller.call(
                RoomCommands.DEAD_GET,
                name.copy().integer("offset", Checks.notNegative("offset", offset)),
                payload -> PendingEvent.read(payload.tree()));
    }

    /** Gives some dead letters another try. */
    public CompletionStage<List<Settled>> redrive(Collection<Long> offsets) {
        return caller.call(RoomCommands.REDRIVE, offsets(offsets), RESULTS);
    }

    /**
     * Begins to give dead letters another try.
     *
     * @param perSecond how many; 0 for all at once
     */
    public CompletionStage<EventRedriveState> redrive(DeadEvents which, int perSecond) {
        return caller.call(
                RoomCommands.REDRIVE,
                which.addTo(name.copy()).integer("rate_per_second", Checks.notNegative("perSecond", perSecond)),
                SharedGroup::state);
    }

    /** Goes on with a redrive that has halted. */
    public CompletionStage<EventRedriveState> resumeRedrive() {
        return caller.call(RoomCommands.REDRIVE, name.copy().flag("resume", true), SharedGroup::state);
    }

    public CompletionStage<EventRedriveState> redriveState() {
        return caller.call(RoomCommands.REDRIVE_STATE, name, SharedGroup::state);
    }

    public CompletionStage<Void> stopRedrive() {
        return caller.call(RoomCommands.REDRIVE_STOP, name, RoomCommands.DONE);
    }

    private static EventRedriveState state(WireValue payload) {
        return EventRedriveState.read(payload.tree());
    }

    /** Removes dead letters and says how many. */
    public CompletionStage<Long> purge(DeadEvents which) {
        return caller.call(RoomCommands.PURGE, which.addTo(name.copy()), SharedGroup::purged);
    }

    public CompletionStage<Long> purge(Collection<Long> offsets) {
        return caller.call(RoomCommands.PURGE, offsets(offsets), SharedGroup::purged);
    }

    private static long purged(WireValue payload) {
        return payload.get("purged").tree().integer();
    }

    private Arguments offsets(Collection<Long> offsets) {
        if (offsets.isEmpty()) {
            throw new IllegalArgumentException("no offsets");
        }
        return name.copy().integers("offsets", offsets);
    }
}
