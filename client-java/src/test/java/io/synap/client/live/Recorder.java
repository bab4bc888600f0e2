package io.synap.client.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber that writes down what it is told, and fails when it is told two things at once. Thread-safe. */
final class Recorder<T> implements Flow.Subscriber<T> {
    final List<T> items = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    Flow.@Nullable Subscription subscription;

    @Nullable
    Throwable failure;

    Consumer<Flow.Subscription> whenSubscribed = opened -> {};
    Consumer<T> whenNext = item -> {};
    private final AtomicInteger inside = new AtomicInteger();

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        tell("subscribed", () -> {
            subscription = opened;
            whenSubscribed.accept(opened);
        });
    }

    @Override
    public void onNext(T item) {
        tell("next", () -> {
            items.add(item);
            whenNext.accept(item);
        });
    }

    @Override
    public void onError(Throwable reason) {
        tell("error", () -> failure = reason);
    }

    @Override
    public void onComplete() {
        tell("complete", () -> {});
    }

    private synchronized void tell(String what, Runnable then) {
        if (inside.incrementAndGet() != 1) {
            told.add("two at once");
        }
        told.add(what);
        try {
            then.run();
        } finally {
            inside.decrementAndGet();
        }
    }

    void request(long count) {
        Flow.Subscription open = subscription;
        if (open == null) {
            throw new IllegalStateException("not subscribed");
        }
        open.request(count);
    }

    void cancel() {
        Flow.Subscription open = subscription;
        if (open == null) {
            throw new IllegalStateException("not subscribed");
        }
        open.cancel();
    }

    /** The last thing that it was told. */
    synchronized String last() {
        return told.isEmpty() ? "" : told.getLast();
    }
}
