package io.synap.client.live;

import io.synap.client.transport.Command;
import io.synap.client.transport.Feed;
import io.synap.client.transport.Transport;
import io.synap.client.wire.Arguments;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * What a subscription tells, as items. Each subscriber has a feed of its own; the server sends no more than a buffer's
 * worth beyond what the subscriber has asked for. Thread-safe.
 */
public final class LivePublisher<T> implements Flow.Publisher<T> {
    /** The most events that wait in this process for one subscriber. */
    public static final int BUFFER_EVENTS = 1024;

    private final Transport transport;
    private final Executor executor;
    private final Command command;
    private final Arguments arguments;
    private final ItemReader<T> reader;
    private final int buffer;
    private final Optional<String> cursor;

    /** One that begins with what the arguments say. */
    public LivePublisher(
            Transport transport,
            Executor executor,
            Command command,
            Arguments arguments,
            int buffer,
            ItemReader<T> reader) {
        this(transport, executor, command, arguments, buffer, Optional.empty(), reader);
    }

    /**
     * @param executor runs the subscribers' methods, for each subscriber one after the other
     * @param buffer how many events may wait for a subscriber
     * @param cursor behind which every subscriber begins
     */
    public LivePublisher(
            Transport transport,
            Executor executor,
            Command command,
            Arguments arguments,
            int buffer,
            Optional<String> cursor,
            ItemReader<T> reader) {
        if (buffer < 1) {
            throw new IllegalArgumentException("buffer must be positive, not " + buffer);
        }
        this.transport = transport;
        this.executor = executor;
        this.command = command;
        this.arguments = arguments;
        this.buffer = buffer;
        this.cursor = cursor;
        this.reader = reader;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        LiveFlow<T> flow = new LiveFlow<>(subscriber, executor, reader, buffer);
        flow.start(transport, new Feed.Request(command, arguments, buffer, cursor));
    }
}
