package io.synap.client;

import io.synap.client.change.Changes;
import io.synap.client.codec.Codec;
import io.synap.client.kv.Kv;
import io.synap.client.live.LivePublisher;
import io.synap.client.live.PlainEvents;
import io.synap.client.presence.Presence;
import io.synap.client.pubsub.PubSub;
import io.synap.client.queue.Queues;
import io.synap.client.room.Groups;
import io.synap.client.room.Rooms;
import io.synap.client.room.Topics;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.transport.ObservedTransport;
import io.synap.client.transport.Transport;
import io.synap.client.websocket.WebSocketTransport;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * A Synap server. Thread-safe; one is enough for a program, since all calls share its connection.
 *
 * <p>Every call returns at once. Its stage completes on the client's own thread, which must not be blocked: what takes
 * long goes to a thread of yours ({@code thenApplyAsync}).
 */
public final class SynapClient implements AutoCloseable {
    private final Caller caller;
    private final Executor executor;

    private SynapClient(Transport transport, ClientOptions options) {
        this.caller = new Caller(
                ObservedTransport.around(transport, options.observers()), options.deadline(), options.observers());
        this.executor = options.executor();
    }

    private SynapClient(Caller caller, Executor executor) {
        this.caller = caller;
        this.executor = executor;
    }

    /** A client of a server on this machine, at its usual port. It connects in the background. */
    public static SynapClient connect() {
        return connect(new ClientOptions());
    }

    /** A client of the server at {@code host:port}, or the first of several that answers. */
    public static SynapClient connect(String... endpoints) {
        ClientOptions options = new ClientOptions();
        for (String endpoint : endpoints) {
            options.endpoint(endpoint);
        }
        return connect(options);
    }

    public static SynapClient connect(ClientOptions options) {
        return over(new WebSocketTransport(options.webSocket(), options.deadline(), options.observers()), options);
    }

    /** A client over another transport, such as that of a server in the same process; it is closed with the client. */
    public static SynapClient over(Transport transport, ClientOptions options) {
        return new SynapClient(transport, options);
    }

    /** The same client, whose calls may take so long. Closing either closes both. */
    public SynapClient within(Duration deadline) {
        return new SynapClient(caller.within(deadline), executor);
    }

    /** Keys with text as values. */
    public Kv<String> kv() {
        return kv(Codec.text());
    }

    /** Keys with values of a type. */
    public <V> Kv<V> kv(Codec<V> codec) {
        return new Kv<>(caller, executor, codec);
    }

    /** Rooms with text as their events' data. */
    public Rooms<String> rooms() {
        return rooms(Codec.text());
    }

    /** Rooms with events' data of a type. */
    public <T> Rooms<T> rooms(Codec<T> codec) {
        return new Rooms<>(caller, executor, codec);
    }

    /** Topics with text as their events' data. */
    public Topics<String> topics() {
        return topics(Codec.text());
    }

    /** Topics with events' data of a type. */
    public <T> Topics<T> topics(Codec<T> codec) {
        return new Topics<>(caller, executor, codec);
    }

    /** Exclusive groups, which read topics and rooms. */
    public Groups groups() {
        return new Groups(caller);
    }

    /** Channels with text as their messages. */
    public PubSub<String> pubsub() {
        return pubsub(Codec.text());
    }

    /** Channels with messages of a type. */
    public <T> PubSub<T> pubsub(Codec<T> codec) {
        return new PubSub<>(caller, executor, codec);
    }

    /** Who is in a room. */
    public Presence presence() {
        return new Presence(caller, executor);
    }

    /** Everything that changes the server's state. */
    public Changes changes() {
        return new Changes(caller, executor);
    }

    /** Queues of text. */
    public Queues<String> queues() {
        return queues(Codec.text());
    }

    /** Queues whose messages are of a type. */
    public <T> Queues<T> queues(Codec<T> codec) {
        return new Queues<>(caller, executor, codec);
    }

    /** Any command of the server's catalogue, for what has no method here. */
    public CompletionStage<Value> command(String name, Arguments arguments) {
        return caller.call(Command.once(name), arguments);
    }

    /**
     * Any subscription of the server's catalogue, for what has no method here. What it told when it was opened, each
     * time, comes as an event of type "opened".
     *
     * @param name such as "kv.watch"
     */
    public Flow.Publisher<WireEvent> events(String name, Arguments arguments) {
        return new LivePublisher<>(
                caller.transport(),
                executor,
                Command.repeatable(name),
                arguments,
                LivePublisher.BUFFER_EVENTS,
                PlainEvents.INSTANCE);
    }

    /** Whether there is a connection right now. Calls need not wait for it. */
    public boolean isConnected() {
        return caller.transport().isConnected();
    }

    /** Ends the connection. Calls that wait fail with CLIENT_CLOSED, subscriptions end with it. */
    @Override
    public void close() {
        caller.transport().close();
    }
}
