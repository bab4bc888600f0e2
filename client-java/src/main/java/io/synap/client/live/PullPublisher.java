package io.synap.client.live;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Items that are asked for again and again, as many as the subscriber has requested. Thread-safe. While no server
 * answers, it goes on to ask, after pauses that grow.
 */
public final class PullPublisher<T> implements Flow.Publisher<T> {
    private final Executor executor;
    private final PullSource<T> source;
    private final int pullMax;

    /**
     * @param executor runs the subscribers' methods, for each subscriber one after the other
     * @param pullMax items that are asked for at once
     */
    public PullPublisher(Executor executor, PullSource<T> source, int pullMax) {
        this.executor = executor;
        this.source = source;
        this.pullMax = pullMax;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        new PullFlow<T>(Objects.requireNonNull(subscriber, "subscriber"), executor, source, pullMax).start();
    }
}
