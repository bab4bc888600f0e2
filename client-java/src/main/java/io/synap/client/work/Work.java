package io.synap.client.work;

import io.synap.client.error.ClientFault;
import io.synap.client.error.InvalidRequestException;
import io.synap.client.error.SynapClientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A worker over a publisher: as many lanes as its concurrency, each of which takes items, handles them and tells how
 * it went. Thread-safe.
 *
 * <p>A lane has a thread only while there is something to handle. Nothing is asked of the publisher beyond {@link
 * WorkOptions#ahead} items. Whatever a handler throws, the lane goes on; if the publisher ends, it is subscribed to
 * again after a pause. At the end the subscription is cancelled last, since that may give back what is still handled.
 */
public final class Work<T> implements Worker {
    private static final System.Logger LOG = System.getLogger(Work.class.getName());

    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private enum State {
        RUNNING,
        /** Takes nothing more; what is handled may end. */
        CLOSING,
        OVER
    }

    private final Flow.Publisher<T> source;
    private final Handler<T> handler;
    private final Settling<T> settling;
    private final WorkOptions options;
    private final Executor executor;
    private final WorkerListener listener;
    private final Backoff pauses = new Backoff(PAUSE_MIN, PAUSE_MAX, new SplittableRandom(System.nanoTime()));
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // Guarded by this.
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private final List<Lane<T>> lanes = new ArrayList<>();
    private final ArrayDeque<Lane<T>> resting = new ArrayDeque<>();
    private State state = State.RUNNING;
    private @Nullable Intake intake;
    private @Nullable Rhythm beats;
    private boolean gathering;
    private int running;
    private long handled;
    private long failed;
    private long unused;
    /** Why it ended by itself; null when it was told to. */
    private @Nullable Throwable refusal;

    private Work(
            Flow.Publisher<T> source,
            Handler<T> handler,
            Settling<T> settling,
            WorkOptions options,
            Executor executor,
            WorkerListener listener) {
        this.source = source;
        this.handler = handler;
        this.settling = settling;
        this.options = options;
        this.executor = executor;
        this.listener = listener;
        for (int i = 0; i < options.concurrency(); i++) {
            Lane<T> lane = new Lane<>();
            lanes.add(lane);
            resting.add(lane);
        }
    }

    /**
     * Begins.
     *
     * @param source subscribed to at once, and again whenever it ends
     * @param executor runs the handlers
     */
    public static <T> Worker start(
            Flow.Publisher<T> source,
            Handler<T> handler,
            Settling<T> settling,
            WorkOptions options,
            Executor executor,
            WorkerListener listener) {
        Work<T> work = new Work<>(source, handler, settling, options, executor, listener);
        if (!options.beat().isZero()) {
            work.beat();
        }
        work.subscribe();
        return work;
    }

    private synchronized void beat() {
        beats = Rhythm.every(options.beat(), "synap-worker-beat", this::keep);
    }

    @Override
    public synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    @Override
    public synchronized WorkerFigures figures() {
        return new WorkerFigures(handled, failed, unused, running, waiting.size());
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    private void subscribe() {
        Intake next = new Intake();
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            intake = next;
        }
        try {
            source.subscribe(next);
        } catch (RuntimeException refused) {
            next.over(refused);
        }
    }

    private void lost(Throwable reason) {
        try {
            listener.sourceLost(reason);
        } catch (RuntimeException | Error thrown) {
            LOG.log(System.Logger.Level.ERROR, "a listener has thrown", thrown);
        }
        if (reason instanceof InvalidRequestException
                || (reason instanceof SynapClientException known && known.is(ClientFault.CLIENT_CLOSED))) {
            synchronized (this) {
                refusal = refusal == null ? reason : refusal;
            }
            beginClosing();
            return;
        }
        Executor later =
                CompletableFuture.delayedExecutor(pauses.next().toMillis(), TimeUnit.MILLISECONDS, this::onExecutor);
        later.execute(this::subscribe);
    }

    private void onExecutor(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException closed) {
            synchronized (this) {
                refusal = closed;
            }
            stop();
        }
    }

    /** Lets a resting lane begin, if there is something for it. */
    private void wake() {
        Lane<T> lane;
        synchronized (this) {
            if (state != State.RUNNING || waiting.isEmpty() || (gathering && waiting.size() < options.batchMax())) {
                return;
            }
            lane = resting.poll();
        }
        if (lane != null) {
            onExecutor(() -> run(lane));
        }
    }

    private void run(Lane<T> lane) {
        while (take(lane)) {
            wake();
            CompletionStage<?> result = handle(lane);
            if (Handler.Done.is(result)) {
                finish(lane, null);
            } else {
                var _ = result.whenComplete((done, failure) -> {
                    finish(lane, failure);
                    onExecutor(() -> run(lane));
                });
                return;
            }
        }
    }

    /** Gives the lane something to handle; false when it is to rest. */
    private synchronized boolean take(Lane<T> lane) {
        if (!waiting.isEmpty() && waiting.size() < options.batchMax() && !gathering) {
            gather();
        }
        if (state != State.RUNNING || waiting.isEmpty() || (gathering && waiting.size() < options.batchMax())) {
            resting.add(lane);
            return false;
        }
        int count = Math.min(waiting.size(), options.batchMax());
        if (count == 1) {
            lane.items = List.of(waiting.remove());
        } else {
            List<T> items = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                items.add(waiting.remove());
            }
            lane.items = List.copyOf(items);
        }
        running += count;
        lane.sinceNanos = System.nanoTime();
        lane.thread = Thread.currentThread();
        return true;
    }

    /** Waits for a batch to become full, but not for long. */
    private synchronized void gather() {
        long left = options.batchWait().toNanos();
        long end = System.nanoTime() + left;
        gathering = true;
        try {
            while (left > 0 && state == State.RUNNING && waiting.size() < options.batchMax()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            gathering = false;
        }
    }

    private CompletionStage<?> handle(Lane<T> lane) {
        try {
            return Objects.requireNonNull(handler.handle(lane.items), "the handler's stage");
        } catch (Throwable thrown) {
            // Whatever it was: the items are given back and the listener is told, and the lane goes on.
            return CompletableFuture.failedStage(thrown);
        } finally {
            left(lane);
        }
    }

    /** The thread has left the handler: it can be interrupted no more, and an interruption meant for the handler is over. */
    private synchronized void left(Lane<T> lane) {
        lane.thread = null;
        if (lane.abandoned) {
            var _ = Thread.interrupted();
        }
    }

    private void finish(Lane<T> lane, @Nullable Throwable failure) {
        List<T> items = lane.items;
        synchronized (this) {
            if (lane.abandoned) {
                return; // They were given back, and nothing more begins.
            }
        }
        settle(items, failure);
        synchronized (this) {
            handled += failure == null ? items.size() : 0;
            failed += failure == null ? 0 : items.size();
            if (lane.abandoned) {
                unused -= items.size();
            }
            running -= items.size();
            lane.items = List.of();
        }
        replenish();
        endIfDone();
    }

    /** Whatever the user's code throws here, the lane goes on. */
    private void settle(List<T> items, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                settling.succeeded(items);
            } else {
                Throwable reason = cause(failure);
                settling.failed(items, reason);
                listener.handlerFailed(items, reason);
            }
        } catch (RuntimeException | Error thrown) {
            LOG.log(System.Logger.Level.ERROR, "what became of items could not be told; their leases end", thrown);
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private void replenish() {
        Intake open;
        synchronized (this) {
            open = intake;
        }
        if (open != null) {
            open.replenish();
        }
    }

    private void keep() {
        List<T> items = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            for (Lane<T> lane : lanes) {
                if (now - lane.sinceNanos <= options.keepMax().toNanos()) {
                    items.addAll(lane.items);
                }
            }
            items.addAll(waiting);
        }
        if (!items.isEmpty()) {
            settling.keep(items);
        }
    }

    @Override
    public void close() {
        beginClosing();
        if (isHandling(Thread.currentThread())) {
            return;
        }
        try {
            ended.get(options.grace().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            stop();
        } catch (InterruptedException hurried) {
            stop();
            Thread.currentThread().interrupt();
        } catch (ExecutionException refused) {
            // It had ended by itself, which the listener was told; now it is closed.
        }
    }

    private synchronized boolean isHandling(Thread thread) {
        return lanes.stream().anyMatch(lane -> thread.equals(lane.thread));
    }

    private void beginClosing() {
        List<T> rest;
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            state = State.CLOSING;
            rest = List.copyOf(waiting);
            waiting.clear();
            unused += rest.size();
            notifyAll();
        }
        giveBack(rest);
        endIfDone();
    }

    private void giveBack(List<T> items) {
        if (!items.isEmpty()) {
            settling.unused(items);
        }
    }

    private void endIfDone() {
        synchronized (this) {
            if (state != State.CLOSING || running > 0) {
                return;
            }
        }
        var _ = settling.settled().whenComplete((nothing, never) -> over());
    }

    @Override
    public void stop() {
        beginClosing();
        List<T> rest = new ArrayList<>();
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            for (Lane<T> lane : lanes) {
                if (!lane.items.isEmpty() && !lane.abandoned) {
                    lane.abandoned = true;
                    rest.addAll(lane.items);
                }
                Thread thread = lane.thread;
                if (thread != null && !thread.equals(Thread.currentThread())) {
                    thread.interrupt();
                }
            }
            unused += rest.size();
        }
        giveBack(rest);
        over();
    }

    private void over() {
        Intake open;
        Rhythm beating;
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            state = State.OVER;
            open = intake;
            intake = null;
            beating = beats;
            beats = null;
        }
        if (open != null) {
            open.cancel();
        }
        if (beating != null) {
            beating.close();
        }
        Throwable why;
        synchronized (this) {
            why = refusal;
        }
        if (why == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(why);
        }
    }

    /** One subscription to the source. Guarded by its work's lock. */
    private final class Intake implements Flow.Subscriber<T> {
        private Flow.@Nullable Subscription subscription;
        /** Items that were asked for and have not come. */
        private long asked;

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            boolean wanted;
            synchronized (Work.this) {
                wanted = intake == this && subscription == null;
                if (wanted) {
                    subscription = opened;
                }
            }
            if (wanted) {
                replenish();
            } else {
                opened.cancel();
            }
        }

        void replenish() {
            Flow.Subscription open;
            long more;
            synchronized (Work.this) {
                open = subscription;
                more = options.ahead() - asked - waiting.size() - running;
                // Half of it at a time: asking costs something.
                if (open == null || state != State.RUNNING || more <= 0 || (more < options.ahead() / 2 && asked > 0)) {
                    return;
                }
                asked += more;
            }
            open.request(more);
        }

        @Override
        public void onNext(T item) {
            boolean late;
            synchronized (Work.this) {
                asked--;
                late = state != State.RUNNING || intake != this;
                if (late) {
                    unused++;
                } else {
                    waiting.add(item);
                    if (waiting.size() >= options.batchMax()) {
                        Work.this.notifyAll();
                    }
                }
            }
            pauses.reset();
            if (late) {
                giveBack(List.of(item));
            } else {
                wake();
            }
        }

        @Override
        public void onError(Throwable reason) {
            over(reason);
        }

        @Override
        public void onComplete() {
            over(SynapClientException.of(ClientFault.CONNECTION_LOST, "the subscription has ended", null));
        }

        void over(Throwable reason) {
            synchronized (Work.this) {
                if (intake != this) {
                    return;
                }
                intake = null;
                if (state != State.RUNNING) {
                    return;
                }
            }
            lost(reason);
        }

        void cancel() {
            Optional<Flow.Subscription> open;
            synchronized (Work.this) {
                open = Optional.ofNullable(subscription);
            }
            open.ifPresent(Flow.Subscription::cancel);
        }
    }
}
