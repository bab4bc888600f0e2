package io.synap.client.live;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Feed;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's flow. Thread-safe. Items wait in a queue that the credit given to the server bounds; credit is given
 * again, half a buffer at a time, for what the subscriber has taken. The subscriber's methods are called by the
 * executor, one after another.
 */
final class LiveFlow<T> implements Flow.Subscription, Feed.Listener {
    /** An item, and how much credit it took. */
    private record Waiting<T>(T item, boolean credited) {}

    /** Items given to the subscriber before another task of the executor gets its turn. */
    private static final int TURN_ITEMS = 256;

    private final Flow.Subscriber<? super T> subscriber;
    private final Executor executor;
    private final ItemReader<T> reader;
    private final int buffer;

    // Guarded by this.
    private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
    private @Nullable Feed feed;
    private long demand;
    private long taken;
    private boolean running;
    private boolean begun;
    private boolean cancelled;
    private boolean over;
    /** Why it is over; null when it has simply ended. */
    private @Nullable SynapClientException reason;

    private @Nullable RuntimeException misuse;

    LiveFlow(Flow.Subscriber<? super T> subscriber, Executor executor, ItemReader<T> reader, int buffer) {
        this.subscriber = subscriber;
        this.executor = executor;
        this.reader = reader;
        this.buffer = buffer;
    }

    void start(Feed opened) {
        boolean unwanted;
        synchronized (this) {
            feed = opened;
            unwanted = cancelled;
            running = true;
        }
        if (unwanted) {
            var _ = opened.close();
        }
        executor.execute(this::run);
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (count <= 0) {
                misuse = new IllegalArgumentException("request " + count + ": must be positive");
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
        }
        wake();
    }

    @Override
    public void cancel() {
        Feed open;
        synchronized (this) {
            cancelled = true;
            waiting.clear();
            open = feed;
        }
        if (open != null) {
            var _ = open.close();
        }
    }

    @Override
    public void opened(Value description) {
        offer(reader.opened(description), false);
    }

    @Override
    public void event(WireEvent event) {
        Optional<T> item;
        try {
            item = reader.item(event);
        } catch (RuntimeException unreadable) {
            fail(unreadable);
            return;
        }
        if (item.isEmpty()) {
            give(1);
        }
        offer(item, true);
    }

    private void fail(RuntimeException unreadable) {
        SynapClientException failure = unreadable instanceof SynapClientException known
                ? known
                : SynapClientException.of(
                        ClientFault.CODEC_FAILED, String.valueOf(unreadable.getMessage()), unreadable);
        Feed open;
        synchronized (this) {
            end(failure);
            open = feed;
        }
        if (open != null) {
            var _ = open.close();
        }
        wake();
    }

    @Override
    public synchronized void interrupted() {
        if (reader.dropsWhenInterrupted()) {
            // A new connection begins with all of its credit.
            waiting.clear();
        }
        taken = 0;
    }

    @Override
    public void ended(Optional<SynapClientException> failure) {
        synchronized (this) {
            end(failure.orElse(null));
        }
        wake();
    }

    private synchronized void end(@Nullable SynapClientException failure) {
        if (!over) {
            over = true;
            reason = failure;
        }
    }

    private void offer(Optional<T> item, boolean credited) {
        if (item.isEmpty()) {
            return;
        }
        synchronized (this) {
            if (cancelled || over) {
                return;
            }
            waiting.add(new Waiting<>(item.get(), credited));
        }
        wake();
    }

    private void wake() {
        synchronized (this) {
            if (running || !begun) {
                return;
            }
            running = true;
        }
        executor.execute(this::run);
    }

    private void run() {
        if (!begun()) {
            return;
        }
        for (int i = 0; i < TURN_ITEMS; i++) {
            Runnable step = next();
            if (step == null) {
                return;
            }
            step.run();
        }
        executor.execute(this::run);
    }

    private boolean begun() {
        synchronized (this) {
            if (begun) {
                return true;
            }
        }
        subscriber.onSubscribe(this);
        synchronized (this) {
            begun = true;
        }
        return true;
    }

    /** What is to be done next; null when nothing is, and then no thread runs here. */
    private synchronized @Nullable Runnable next() {
        RuntimeException wrong = misuse;
        if (cancelled) {
            running = false;
            return null;
        }
        if (wrong != null) {
            return () -> {
                cancel();
                subscriber.onError(wrong);
            };
        }
        Waiting<T> first = waiting.peek();
        if (first != null && demand > 0) {
            waiting.remove();
            demand--;
            return () -> give(first);
        }
        if (first == null && over) {
            cancelled = true;
            SynapClientException failure = reason;
            return failure == null ? subscriber::onComplete : () -> subscriber.onError(failure);
        }
        running = false;
        return null;
    }

    private void give(Waiting<T> waited) {
        try {
            subscriber.onNext(waited.item());
        } catch (RuntimeException thrown) {
            // A subscriber that throws has ended its subscription, says the specification (2.13).
            cancel();
            throw thrown;
        }
        if (waited.credited()) {
            give(1);
        }
    }

    private void give(int more) {
        long credit;
        Feed open;
        synchronized (this) {
            taken += more;
            if (taken < Math.max(1, buffer / 2)) {
                return;
            }
            credit = taken;
            taken = 0;
            open = feed;
        }
        if (open != null) {
            open.credit(credit);
        }
    }
}
