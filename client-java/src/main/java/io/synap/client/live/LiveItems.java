package io.synap.client.live;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's items for threads that wait for them. Thread-safe, though an iteration belongs to one thread. What
 * waits here is bounded; the rest waits at the server. To be closed.
 */
public final class LiveItems<T> implements Iterator<T>, AutoCloseable {
    private final int ahead;

    // Guarded by this.
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private int asked;
    private boolean over;
    private boolean closed;
    private @Nullable Throwable reason;

    LiveItems(int ahead) {
        this.ahead = ahead;
    }

    /** Waits for an item; false once none will come. Fails as the subscription does, when all items before are taken. */
    @Override
    public boolean hasNext() {
        return await(Long.MAX_VALUE);
    }

    /**
     * Waits for an item.
     *
     * @throws NoSuchElementException when none will come
     */
    @Override
    public T next() {
        return take(Long.MAX_VALUE).orElseThrow(NoSuchElementException::new);
    }

    /** Waits so long for an item; empty when none has come, or none will. */
    public Optional<T> poll(Duration wait) {
        return take(wait.toNanos());
    }

    private Optional<T> take(long nanos) {
        Optional<T> item;
        Flow.Subscription open;
        int more = 0;
        synchronized (this) {
            item = await(nanos) ? Optional.of(waiting.remove()) : Optional.empty();
            open = subscription;
            int missing = ahead - asked - waiting.size();
            if (open != null && !over && missing >= Math.max(1, ahead / 2)) {
                more = missing;
                asked += more;
            }
        }
        if (open != null && more > 0) {
            open.request(more);
        }
        return item;
    }

    private synchronized boolean await(long nanos) {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        try {
            while (waiting.isEmpty() && !over && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = nanos == Long.MAX_VALUE ? nanos : end - System.nanoTime();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SynapClientException.of(ClientFault.INTERRUPTED);
        }
        Throwable failure = reason;
        if (!waiting.isEmpty() || failure == null) {
            return !waiting.isEmpty();
        }
        if (failure instanceof SynapClientException known) {
            throw known.again();
        }
        throw new IllegalStateException(failure);
    }

    private synchronized void end(@Nullable Throwable failure) {
        if (!over) {
            over = true;
            reason = failure;
        }
        notifyAll();
    }

    /** Waits for nothing more. A second time does nothing. */
    @Override
    public void close() {
        Flow.Subscription open;
        synchronized (this) {
            closed = true;
            waiting.clear();
            end(null);
            open = subscription;
        }
        if (open != null) {
            open.cancel();
        }
    }

    Flow.Subscriber<T> subscriber() {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription opened) {
                begin(opened);
            }

            @Override
            public void onNext(T item) {
                add(item);
            }

            @Override
            public void onError(Throwable failure) {
                end(failure);
            }

            @Override
            public void onComplete() {
                end(null);
            }
        };
    }

    private void begin(Flow.Subscription opened) {
        boolean unwanted;
        synchronized (this) {
            unwanted = closed || subscription != null;
            if (!unwanted) {
                subscription = opened;
                asked = ahead;
            }
        }
        if (unwanted) {
            opened.cancel();
        } else {
            opened.request(ahead);
        }
    }

    private synchronized void add(T item) {
        asked--;
        if (!closed) {
            waiting.add(item);
            notifyAll();
        }
    }
}
