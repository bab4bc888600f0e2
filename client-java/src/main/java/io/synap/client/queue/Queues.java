package io.synap.client.queue;

import io.synap.client.codec.Codec;
import io.synap.client.live.ItemReader;
import io.synap.client.live.LivePublisher;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import io.synap.client.wire.WireValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Work queues, whose messages the codec makes from bytes. Immutable and thread-safe.
 *
 * <p>A message is handed to one consumer under a lease, and again when that consumer does not say in time what became
 * of it: delivery is at least once. Publishing and settling are repeated after a lost connection, and done once.
 *
 * {@snippet :
 * Queues<String> queues = client.queues();
 * queues.blocking().create("mail", QueueSettings.none().maxDeliveries(3));
 * queues.blocking().publish("mail", "to: ada", PublishOptions.none().priority(7));
 *
 * for (Delivery<String> delivery :
 *         queues.blocking().receive("mail", ReceiveOptions.none().max(10).waitUpTo(Duration.ofSeconds(2)))) {
 *     System.out.println(delivery.payload());
 *     queues.blocking().ack(delivery);
 * }
 * }
 *
 * <p>Errors of the server's that are to be expected: QUEUE_NOT_FOUND of every call that names a queue, QUEUE_FULL of a
 * publish, LEASE_LOST and MESSAGE_NOT_FOUND of what settles.
 */
public final class Queues<T> {
    private static final Command CREATE = Command.repeatable("queue.create");
    private static final Command CREATE_NEW = Command.once("queue.create");
    private static final Command DELETE = Command.once("queue.delete");
    private static final Command LIST = Command.repeatable("queue.list");
    private static final Command LENGTH = Command.repeatable("queue.len");
    private static final Command STATS = Command.repeatable("queue.stats");
    private static final Command PURGE = Command.once("queue.purge");
    private static final Command PAUSE = Command.repeatable("queue.pause");
    private static final Command RESUME = Command.repeatable("queue.resume");
    private static final Command PEEK = Command.repeatable("queue.peek");
    private static final Command PUBLISH = Command.inSession("queue.publish");
    private static final Command PUBLISH_ALL = Command.inSession("queue.mpublish");
    private static final Command RECEIVE = Command.once("queue.receive");
    private static final Command ACK = Command.inSession("queue.ack");
    private static final Command NACK = Command.inSession("queue.nack");
    private static final Command REJECT = Command.inSession("queue.reject");
    private static final Command EXTEND = Command.inSession("queue.extend");
    private static final Command SUBSCRIBE = Command.once("queue.subscribe");

    private final Caller caller;
    private final Executor executor;
    private final Codec<T> codec;

    /** @param executor runs subscribers and handlers */
    public Queues(Caller caller, Executor executor, Codec<T> codec) {
        this.caller = caller;
        this.executor = executor;
        this.codec = codec;
    }

    /** The same calls, each of which waits for its result. */
    public BlockingQueues<T> blocking() {
        return new BlockingQueues<>(this);
    }

    /** What is done with messages that nobody could handle. */
    public DeadLetters<T> deadLetters() {
        return new DeadLetters<>(caller, codec);
    }

    /** Creates a queue if there is none of that name; whether this call has. */
    public CompletionStage<Boolean> create(String queue) {
        return create(queue, QueueSettings.none());
    }

    /** Creates a queue, or changes what the settings say if there is one; whether this call has created it. */
    public CompletionStage<Boolean> create(String queue, QueueSettings settings) {
        return caller.call(CREATE, settings.writeTo(of(queue)), Answers.flag("created"));
    }

    /** Creates a queue; fails with QUEUE_EXISTS if there is one. */
    public CompletionStage<Void> createNew(String queue, QueueSettings settings) {
        return caller.call(CREATE_NEW, settings.writeTo(of(queue).flag("nx", true)), Answers.DONE);
    }

    /** Removes a queue with all that is in it; how many messages that were. */
    public CompletionStage<Long> delete(String queue) {
        return caller.call(DELETE, of(queue), Answers.number("messages"));
    }

    /** The first names, as many as the server gives in one answer. */
    public CompletionStage<QueuePage> list() {
        return caller.call(LIST, Arguments.none(), Queues::page);
    }

    /** Up to so many names from a cursor on, which is empty at first. */
    public CompletionStage<QueuePage> list(int limit, Optional<String> cursor) {
        Checks.within("limit", limit, 1, Integer.MAX_VALUE);
        Arguments arguments = Arguments.none().integer("limit", limit);
        cursor.ifPresent(from -> arguments.text("cursor", from));
        return caller.call(LIST, arguments, Queues::page);
    }

    private static QueuePage page(WireValue payload) {
        Value answer = payload.tree();
        List<String> names = answer.get("queues").elements().stream()
                .filter(each -> each instanceof Value.Text)
                .map(Value::text)
                .toList();
        return new QueuePage(names, answer.get("cursor").textIfAny());
    }

    /** How many messages are to be done: all but the dead letters. */
    public CompletionStage<Long> length(String queue) {
        return caller.call(LENGTH, of(queue), Answers.number("depth"));
    }

    public CompletionStage<QueueStats> stats(String queue) {
        return caller.call(STATS, of(queue), payload -> QueueStats.of(payload.tree()));
    }

    /** Removes messages; how many. */
    public CompletionStage<Long> purge(String queue, PurgeScope scope) {
        return caller.call(PURGE, of(queue).text("scope", scope.text()), Answers.number("purged"));
    }

    /** Hands out nothing until {@link #resume}. */
    public CompletionStage<Void> pause(String queue) {
        return caller.call(PAUSE, of(queue), Answers.DONE);
    }

    public CompletionStage<Void> resume(String queue) {
        return caller.call(RESUME, of(queue), Answers.DONE);
    }

    /** Looks at a message in whatever state, without receiving it. */
    public CompletionStage<MessageDetail<T>> peek(String queue, long messageId) {
        return caller.call(
                PEEK,
                of(queue).text("message_id", Long.toString(messageId)).text("type", Received.PAYLOADS),
                payload -> MessageDetail.of(payload.tree(), codec));
    }

    /** Publishes a message. */
    public CompletionStage<Published> publish(String queue, T payload) {
        return publish(queue, payload, PublishOptions.none());
    }

    /** Publishes a message with a priority, a delay and what else there is. */
    public CompletionStage<Published> publish(String queue, T payload, PublishOptions options) {
        return caller.call(PUBLISH, message(of(queue), payload, options), each -> Answers.published(each.tree()));
    }

    /** Publishes messages, all of them or none. */
    public CompletionStage<List<Published>> publishAll(String queue, Collection<? extends T> payloads) {
        return publishAll(queue, payloads, PublishOptions.none());
    }

    /** Publishes messages in one way, all of them or none. */
    public CompletionStage<List<Published>> publishAll(
            String queue, Collection<? extends T> payloads, PublishOptions options) {
        List<Arguments> messages = new ArrayList<>(payloads.size());
        payloads.forEach(payload -> messages.add(message(Arguments.none(), payload, options)));
        return publishMessages(of(queue), messages);
    }

    /** Publishes messages, each in its own way, all of them or none. */
    public CompletionStage<List<Published>> publishEach(String queue, Collection<Outgoing<T>> outgoing) {
        List<Arguments> messages = new ArrayList<>(outgoing.size());
        outgoing.forEach(each -> messages.add(message(Arguments.none(), each.payload(), each.options())));
        return publishMessages(of(queue), messages);
    }

    private CompletionStage<List<Published>> publishMessages(Arguments queue, List<Arguments> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("there are no messages to publish");
        }
        return caller.call(
                PUBLISH_ALL,
                queue.objects("messages", messages),
                payload -> payload.tree().get("messages").elements().stream()
                        .map(Answers::published)
                        .toList());
    }

    private Arguments message(Arguments target, T payload, PublishOptions options) {
        return options.writeTo(target.bytes("payload", codec.encode(Objects.requireNonNull(payload, "payload"))));
    }

    /** Receives one message if there is one now. */
    public CompletionStage<Optional<Delivery<T>>> receive(String queue) {
        return receive(queue, Duration.ZERO);
    }

    /** Receives one message, and waits for it so long. */
    public CompletionStage<Optional<Delivery<T>>> receive(String queue, Duration wait) {
        return receive(queue, ReceiveOptions.none().waitUpTo(wait))
                .thenApply(all -> all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst()));
    }

    /**
     * Receives messages: those that there are, or, after waiting, the first that came; none when the time is over.
     *
     * <p>When the connection is lost before the answer came this fails with CONNECTION_LOST, and messages that were
     * handed out come back when their leases end. Whoever receives all the time should rather have a worker.
     */
    public CompletionStage<List<Delivery<T>>> receive(String queue, ReceiveOptions options) {
        return caller.call(
                RECEIVE,
                options.writeTo(of(queue)),
                options.waitUpTo(),
                payload -> deliveries(queue, payload.tree().get("messages")));
    }

    private List<Delivery<T>> deliveries(String queue, Value messages) {
        return Received.all(messages).stream()
                .map(each -> new Delivery<>(queue, each, codec))
                .toList();
    }

    /** The message is done with. */
    public CompletionStage<Void> ack(Delivery<T> delivery) {
        return caller.call(ACK, of(delivery), Answers.DONE);
    }

    /** Several messages of one queue are done with. */
    public CompletionStage<Settlement> ackAll(Collection<Delivery<T>> deliveries) {
        return caller.call(ACK, of(deliveries), Answers.SETTLEMENT);
    }

    /** As {@link #ackAll(Collection)}, of those whose receipts were kept; a bare message id stands for whichever delivery is present. */
    public CompletionStage<Settlement> ackAll(String queue, Collection<String> receipts) {
        return caller.call(ACK, of(queue, receipts), Answers.SETTLEMENT);
    }

    /** The message is given back: at once, after a delay, or with the queue's backoff. */
    public CompletionStage<Void> nack(Delivery<T> delivery, Nack how) {
        return caller.call(NACK, how.writeTo(of(delivery)), Answers.DONE);
    }

    public CompletionStage<Settlement> nackAll(Collection<Delivery<T>> deliveries, Nack how) {
        return caller.call(NACK, how.writeTo(of(deliveries)), Answers.SETTLEMENT);
    }

    public CompletionStage<Settlement> nackAll(String queue, Collection<String> receipts, Nack how) {
        return caller.call(NACK, how.writeTo(of(queue, receipts)), Answers.SETTLEMENT);
    }

    /** The message becomes a dead letter, with that as its last error. */
    public CompletionStage<Void> reject(Delivery<T> delivery, String error) {
        return caller.call(REJECT, of(delivery).text("error", error), Answers.DONE);
    }

    public CompletionStage<Settlement> rejectAll(Collection<Delivery<T>> deliveries, String error) {
        return caller.call(REJECT, of(deliveries).text("error", error), Answers.SETTLEMENT);
    }

    public CompletionStage<Settlement> rejectAll(String queue, Collection<String> receipts, String error) {
        return caller.call(REJECT, of(queue, receipts).text("error", error), Answers.SETTLEMENT);
    }

    /** The lease ends so long from now on. */
    public CompletionStage<Void> extend(Delivery<T> delivery, Duration lease) {
        return caller.call(EXTEND, lease(of(delivery), lease), Answers.DONE);
    }

    public CompletionStage<Settlement> extendAll(Collection<Delivery<T>> deliveries, Duration lease) {
        return caller.call(EXTEND, lease(of(deliveries), lease), Answers.SETTLEMENT);
    }

    public CompletionStage<Settlement> extendAll(String queue, Collection<String> receipts, Duration lease) {
        return caller.call(EXTEND, lease(of(queue, receipts), lease), Answers.SETTLEMENT);
    }

    private static Arguments lease(Arguments arguments, Duration lease) {
        return arguments.integer("lease_ms", Checks.positive("lease", lease));
    }

    /** Messages as they come, 100 in hand at most. */
    public Flow.Publisher<Delivery<T>> consume(String queue) {
        return consume(queue, ConsumeOptions.none());
    }

    /**
     * Messages as they come. Each subscriber is a consumer of its own; it gets no more than it asks for, and has no more
     * in hand than the prefetch: what it does not settle holds back what follows.
     *
     * <p>When the connection is lost, what was not yet given to the subscriber is given to others, and the leases of
     * what it has in hand are lost: settling them fails with LEASE_LOST, and the messages come again. When the
     * subscriber cancels, its unsettled messages are ready for others at once.
     */
    public Flow.Publisher<Delivery<T>> consume(String queue, ConsumeOptions options) {
        return new LivePublisher<>(
                caller.transport(),
                executor,
                SUBSCRIBE,
                options.writeTo(of(queue), 1),
                options.prefetch(),
                new MessageReader<>(queue, codec));
    }

    private record MessageReader<T>(String queue, Codec<T> codec) implements ItemReader<Delivery<T>> {
        @Override
        public Optional<Delivery<T>> item(WireEvent event) {
            return event.type().equals("message")
                    ? Optional.of(new Delivery<>(queue, Received.of(event.members()), codec))
                    : Optional.empty();
        }

        @Override
        public boolean dropsWhenInterrupted() {
            return true;
        }
    }

    /** A worker that handles a queue's messages, to be set up and started. */
    public WorkerSetup<T> worker(String queue) {
        return WorkerSetup.of(new WorkerPorts(caller, executor), Checks.name("queue", queue), codec);
    }

    private static Arguments of(String queue) {
        return Arguments.none().text("queue", Checks.name("queue", queue));
    }

    private static Arguments of(Delivery<?> delivery) {
        return of(delivery.queue()).text("receipt", delivery.receipt());
    }

    private static Arguments of(String queue, Collection<String> receipts) {
        if (receipts.isEmpty()) {
            throw new IllegalArgumentException("there are no receipts");
        }
        return of(queue).texts("receipts", receipts);
    }

    private static Arguments of(Collection<? extends Delivery<?>> deliveries) {
        List<String> receipts = new ArrayList<>(deliveries.size());
        String queue = "";
        for (Delivery<?> each : deliveries) {
            if (!queue.isEmpty() && !queue.equals(each.queue())) {
                throw new IllegalArgumentException(
                        "deliveries are of several queues: '" + queue + "' and '" + each.queue() + "'");
            }
            queue = each.queue();
            receipts.add(each.receipt());
        }
        if (receipts.isEmpty()) {
            throw new IllegalArgumentException("there are no deliveries");
        }
        return of(queue, receipts);
    }
}
