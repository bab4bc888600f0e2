package io.synap.client.live;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's way through a list. Thread-safe. One page is held; the next is asked for when that is used up and
 * more is wanted. The subscriber's methods are called one after another: {@code running} says that somebody does.
 */
final class PageFlow<T> implements Flow.Subscription {
    /** Items given to the subscriber before another task of the executor gets its turn. */
    private static final int TURN_ITEMS = 256;

    private final Flow.Subscriber<? super T> subscriber;
    private final Executor executor;
    private final PageReader<T> reader;

    // Guarded by this.
    private Iterator<T> page = List.<T>of().iterator();
    private Optional<String> next = Optional.empty();
    private boolean begun;
    private boolean reading;
    private boolean running = true;
    private boolean over;
    private long demand;
    private @Nullable Throwable failure;

    PageFlow(Flow.Subscriber<? super T> subscriber, Executor executor, PageReader<T> reader) {
        this.subscriber = subscriber;
        this.executor = executor;
        this.reader = reader;
    }

    void begin() {
        subscriber.onSubscribe(this);
        synchronized (this) {
            running = false;
        }
        wake();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (count <= 0) {
                failure = new IllegalArgumentException("request " + count + ": must be positive");
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
        }
        wake();
    }

    @Override
    public synchronized void cancel() {
        over = true;
        page = List.<T>of().iterator();
    }

    private void wake() {
        synchronized (this) {
            if (running || over) {
                return;
            }
            running = true;
        }
        schedule();
    }

    private void schedule() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException stopped) {
            cancel();
            subscriber.onError(stopped);
        }
    }

    private void run() {
        for (int i = 0; i < TURN_ITEMS; i++) {
            Runnable step = step();
            if (step == null) {
                return;
            }
            step.run();
        }
        schedule();
    }

    /** What is to be done next; null when nothing is, and then no thread runs here. */
    private synchronized @Nullable Runnable step() {
        if (over) {
            running = false;
            return null;
        }
        Throwable wrong = failure;
        if (wrong != null) {
            over = true;
            return () -> subscriber.onError(wrong);
        }
        if (page.hasNext()) {
            if (demand == 0) {
                running = false;
                return null;
            }
            demand--;
            T item = page.next();
            return () -> give(item);
        }
        if (begun && next.isEmpty()) {
            over = true;
            return subscriber::onComplete;
        }
        if (reading || demand == 0) {
            running = false;
            return null;
        }
        reading = true;
        return this::read;
    }

    private void give(T item) {
        try {
            subscriber.onNext(item);
        } catch (RuntimeException thrown) {
            // A subscriber that throws has ended its subscription, says the specification (2.13).
            cancel();
            throw thrown;
        }
    }

    private void read() {
        Optional<String> from;
        synchronized (this) {
            from = next;
        }
        CompletionStage<PageReader.Page<T>> coming;
        try {
            coming = reader.page(from);
        } catch (RuntimeException refused) {
            coming = CompletableFuture.failedStage(refused);
        }
        var _ = coming.whenComplete(this::arrived);
    }

    private void arrived(PageReader.@Nullable Page<T> arrived, @Nullable Throwable failed) {
        synchronized (this) {
            reading = false;
            begun = true;
            if (arrived == null) {
                failure =
                        failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
            } else if (!over) {
                page = arrived.items().iterator();
                next = arrived.next();
            }
        }
        wake();
    }
}
