package io.synap.client.live;

import io.synap.client.error.ClientFault;
import io.synap.client.error.IndeterminateException;
import io.synap.client.error.SynapClientException;
import io.synap.client.error.UnavailableException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's way of asking. Thread-safe. At most one question is under way; what it brings was requested, so all
 * of it can be given at once. The subscriber's methods are called one after another: {@code running} says that a task is
 * under way that may do so.
 */
final class PullFlow<T> implements Flow.Subscription {
    private static final System.Logger LOG = System.getLogger(PullFlow.class.getName());
    private static final long PAUSE_MILLIS_MIN = 50;
    private static final long PAUSE_MILLIS_MAX = 2000;

    /** That there is something to tell, rather than to ask for. */
    private static final int AGAIN = -1;

    private final Executor executor;
    private final PullSource<T> source;
    private final int pullMax;

    // Guarded by this.
    private final ArrayDeque<T> arrived = new ArrayDeque<>();
    private Flow.@Nullable Subscriber<? super T> subscriber;
    private long demand;
    private long pauseMillis;
    private boolean begun;
    private boolean running = true;
    private boolean pulling;
    private boolean cancelled;
    private @Nullable Throwable failure;

    PullFlow(Flow.Subscriber<? super T> subscriber, Executor executor, PullSource<T> source, int pullMax) {
        this.subscriber = subscriber;
        this.executor = executor;
        this.source = source;
        this.pullMax = pullMax;
    }

    void start() {
        submit();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            if (count <= 0) {
                failure = new IllegalArgumentException("request " + count + ": must be positive (rule 3.9)");
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
        }
        wake();
    }

    @Override
    public void cancel() {
        List<T> rest;
        synchronized (this) {
            cancelled = true;
            rest = List.copyOf(arrived);
            arrived.clear();
            if (!running) {
                subscriber = null;
            }
        }
        giveBack(rest);
    }

    private void giveBack(List<T> items) {
        if (!items.isEmpty()) {
            source.unwanted(items);
        }
    }

    private void wake() {
        synchronized (this) {
            if (running || !begun) {
                return;
            }
            running = true;
        }
        submit();
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException refused) {
            synchronized (this) {
                failure = SynapClientException.of(
                        ClientFault.CLIENT_CLOSED, "the executor takes no more tasks, so nothing can be told", refused);
            }
            // The last that it is told, on a thread that is nobody's.
            var _ = Thread.ofVirtual().name("synap-subscription-end").start(this::run);
        }
    }

    private void run() {
        Flow.Subscriber<? super T> told = told();
        try {
            if (told != null && !isBegun()) {
                told.onSubscribe(this);
                begin();
            }
            while (told != null) {
                T item = next();
                if (item == null) {
                    break;
                }
                told.onNext(item);
            }
            Throwable why = told == null ? null : end();
            if (told != null && why != null) {
                told.onError(why);
                return;
            }
        } catch (RuntimeException | Error thrown) {
            LOG.log(System.Logger.Level.WARNING, "a subscription ends, since its subscriber threw", thrown);
            cancel();
            rest();
            return;
        }
        int most = rest();
        if (most == AGAIN) {
            submit();
        } else if (most > 0) {
            pull(most);
        }
    }

    private synchronized Flow.@Nullable Subscriber<? super T> told() {
        return subscriber;
    }

    private synchronized boolean isBegun() {
        return begun;
    }

    private synchronized void begin() {
        begun = true;
    }

    private synchronized @Nullable T next() {
        if (cancelled || failure instanceof IllegalArgumentException) {
            return null;
        }
        T item = arrived.poll();
        if (item != null && demand != Long.MAX_VALUE) {
            demand--;
        }
        return item;
    }

    /** Why it ends now; null when it does not. */
    private @Nullable Throwable end() {
        List<T> rest;
        Throwable why;
        synchronized (this) {
            if (cancelled || failure == null) {
                return null;
            }
            why = failure;
            cancelled = true;
            subscriber = null;
            rest = List.copyOf(arrived);
            arrived.clear();
        }
        giveBack(rest);
        return why;
    }

    /** No task is under way any more; says how many items are to be asked for, 0 for none, or AGAIN. */
    private synchronized int rest() {
        if (cancelled) {
            running = false;
            subscriber = null;
            return 0;
        }
        if (!arrived.isEmpty() || failure != null) {
            // It came in between.
            return AGAIN;
        }
        running = false;
        if (demand == 0 || pulling) {
            return 0;
        }
        pulling = true;
        return (int) Math.min(demand, pullMax);
    }

    private void pull(int most) {
        CompletionStage<List<T>> coming;
        try {
            coming = source.pull(most);
        } catch (RuntimeException refused) {
            coming = CompletableFuture.failedStage(refused);
        }
        var _ = coming.whenComplete(this::arrived);
    }

    private void arrived(@Nullable List<T> items, @Nullable Throwable failed) {
        if (items == null) {
            failed(
                    failed instanceof CompletionException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : failed);
            return;
        }
        boolean late;
        synchronized (this) {
            pulling = false;
            pauseMillis = 0;
            late = cancelled;
            if (!late) {
                arrived.addAll(items);
            }
        }
        if (late) {
            giveBack(items);
        } else {
            wake();
        }
    }

    private void failed(@Nullable Throwable why) {
        long pause;
        synchronized (this) {
            boolean closed = why instanceof SynapClientException known && known.is(ClientFault.CLIENT_CLOSED);
            if (closed || !(why instanceof UnavailableException || why instanceof IndeterminateException)) {
                pulling = false;
                failure = why == null ? new IllegalStateException("no answer and no reason") : why;
                pause = 0;
            } else {
                pauseMillis = Math.clamp(2 * pauseMillis, PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX);
                pause = pauseMillis;
            }
        }
        if (pause == 0) {
            wake();
        } else {
            CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::pullAgain);
        }
    }

    private void pullAgain() {
        synchronized (this) {
            pulling = false;
        }
        wake();
    }
}
