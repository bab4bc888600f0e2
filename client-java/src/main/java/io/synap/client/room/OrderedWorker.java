package io.synap.client.room;

import io.synap.client.error.ClientFault;
import io.synap.client.error.InvalidRequestException;
import io.synap.client.error.SynapClientException;
import io.synap.client.work.Backoff;
import io.synap.client.work.Handler;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerFigures;
import io.synap.client.work.WorkerListener;
import io.synap.protocol.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A member of an exclusive group. Thread-safe. A thread of its own joins, beats, and gives each partition that it is
 * assigned a run; a run that goes on over generations is not begun anew.
 *
 * <p>Order and at least once: a partition's events are handled one after another, from the committed offset on. When a
 * partition changes hands, what was handled and not committed is handled again by its new owner.
 */
final class OrderedWorker<T> implements Worker, Commits.Owner {
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    /** So often in a session the server hears of it. */
    private static final int BEATS = 3;

    private final OrderedWorkerBuilder<T> options;
    private final Handler.OfOne<? super RoomEvent<T>> handler;
    private final WorkerListener listener;
    private final BlockingGroups groups;
    private final Commits commits;
    private final Semaphore turns;
    private final Backoff pauses = new Backoff(PAUSE_MIN, PAUSE_MAX, new SplittableRandom(System.nanoTime()));
    private final LongAdder handled = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    // Guarded by this.
    private final Map<Integer, PartitionRun<T>> runs = new HashMap<>();
    private boolean closing;
    private boolean hurried;
    /** Something has happened that must be looked at before the next beat. */
    private boolean stirred;

    private OrderedWorker(OrderedWorkerBuilder<T> options, Handler.OfOne<? super RoomEvent<T>> handler) {
        this.options = options;
        this.handler = handler;
        this.listener = options.listener;
        this.groups = options.groups.blocking();
        this.commits = new Commits(options.groups, options.executor, this);
        this.turns = new Semaphore(options.concurrency);
        this.thread = Thread.ofVirtual().name("synap-ordered-worker").unstarted(this::run);
    }

    static <T> Worker start(OrderedWorkerBuilder<T> options, Handler.OfOne<? super RoomEvent<T>> handler) {
        OrderedWorker<T> worker = new OrderedWorker<>(options, handler);
        worker.thread.start();
        return worker;
    }

    private void run() {
        Throwable refusal = null;
        while (refusal == null && isRunning()) {
            try {
                belong();
            } catch (SynapClientException lost) {
                if (isRunning()) {
                    listener.sourceLost(lost);
                }
                if (lost.is(ClientFault.CLIENT_CLOSED) || lost instanceof InvalidRequestException) {
                    refusal = lost;
                } else if (!lost.is(ErrorCode.MEMBER_NOT_FOUND)) {
                    await(pauses.next());
                }
            }
        }
        end(refusal);
    }

    /** Joins and stays a member, until that is over. */
    private void belong() {
        Assignment mine = groups.join(options.group, options.member, options.sessionTimeout);
        stopAll();
        take(mine);
        pauses.reset();
        Duration beat = mine.sessionTimeout().dividedBy(BEATS);
        long heardNanos = System.nanoTime();
        while (isRunning()) {
            await(beat);
            if (!isRunning()) {
                return;
            }
            try {
                long generation = groups.heartbeat(options.group, options.member);
                heardNanos = System.nanoTime();
                commits.send();
                if (generation != mine.generation() || anyOver()) {
                    Assignment next = groups.assignment(options.group, options.member);
                    if (next.generation() != mine.generation() + 1) {
                        // Others may have had its partitions in between, and come farther.
                        stopAll();
                    }
                    mine = next;
                    take(mine);
                }
            } catch (SynapClientException lost) {
                boolean overdue =
                        System.nanoTime() - heardNanos > mine.sessionTimeout().toNanos();
                if (lost.is(ErrorCode.MEMBER_NOT_FOUND)
                        || lost.is(ErrorCode.GROUP_NOT_FOUND)
                        || lost.is(ClientFault.CLIENT_CLOSED)
                        || overdue) {
                    stopAll();
                    throw lost;
                }
                await(pauses.next());
            }
        }
    }

    /** Begins what is new, goes on with what was there, and stops what is another's now. */
    private void take(Assignment mine) {
        List<PartitionRun<T>> lost = new ArrayList<>();
        List<Integer> fresh = new ArrayList<>();
        synchronized (this) {
            runs.entrySet().removeIf(each -> {
                boolean gone = !mine.partitions().contains(each.getKey())
                        || each.getValue().isOver();
                if (gone) {
                    lost.add(each.getValue());
                }
                return gone;
            });
            for (int partition : mine.partitions()) {
                if (!runs.containsKey(partition)) {
                    fresh.add(partition);
                }
            }
        }
        stop(lost);
        Set<Integer> goingOn = new HashSet<>(mine.partitions());
        fresh.forEach(goingOn::remove);
        commits.begin(mine, goingOn);
        if (fresh.isEmpty()) {
            return;
        }
        Map<Integer, Long> committed = new HashMap<>();
        for (CommittedOffset each : groups.offsets(options.group)) {
            each.committedOffset().ifPresent(offset -> committed.put(each.partition(), offset));
        }
        for (int partition : fresh) {
            Long offset = committed.get(partition);
            begin(mine, partition, offset == null ? options.start : From.offset(offset));
        }
    }

    private void begin(Assignment mine, int partition, From from) {
        PartitionRun<T> run = new PartitionRun<>(this, partition, handler, options);
        synchronized (this) {
            if (closing) {
                return;
            }
            runs.put(partition, run);
        }
        options.rooms
                .follow(mine.room(partition), FollowOptions.from(from).buffer(options.buffer))
                .subscribe(run);
    }

    private synchronized boolean anyOver() {
        return runs.values().stream().anyMatch(PartitionRun::isOver);
    }

    private void stopAll() {
        List<PartitionRun<T>> all;
        synchronized (this) {
            all = List.copyOf(runs.values());
            runs.clear();
        }
        stop(all);
    }

    /** Stops runs and waits for the events that they handle, within the grace period. */
    private void stop(List<PartitionRun<T>> gone) {
        gone.forEach(PartitionRun::stop);
        long deadline = System.nanoTime() + (isHurried() ? 0 : options.grace.toNanos());
        try {
            for (PartitionRun<T> each : gone) {
                each.await(deadline);
            }
        } catch (InterruptedException interrupted) {
            // Told to stop at once: the handlers are interrupted too.
            gone.forEach(PartitionRun::interrupt);
        }
    }

    private void end(@Nullable Throwable refusal) {
        synchronized (this) {
            closing = true;
        }
        stopAll();
        if (refusal == null) {
            try {
                commits.send();
                commits.idle().toCompletableFuture().get(options.grace.toNanos() + 1, TimeUnit.NANOSECONDS);
                groups.leave(options.group, options.member);
            } catch (SynapClientException | ExecutionException | TimeoutException late) {
                // Its session ends by itself, and others go on from what was committed.
                listener.sourceLost(late);
            } catch (InterruptedException interrupted) {
                listener.sourceLost(interrupted);
            }
            ended.complete(null);
        } else {
            ended.completeExceptionally(refusal);
        }
    }

    private synchronized void await(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        long left = length.toNanos();
        try {
            while (!closing && !stirred && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException stopped) {
            // Whoever interrupts has told it to close.
            closing = true;
        }
        stirred = false;
    }

    private synchronized void stir() {
        stirred = true;
        notifyAll();
    }

    void enter() throws InterruptedException {
        turns.acquire();
    }

    void leave() {
        turns.release();
    }

    void handled(int partition, long nextOffset) {
        handled.increment();
        commits.handled(partition, nextOffset);
    }

    void failed(RoomEvent<T> event, Throwable failure) {
        failed.increment();
        listener.handlerFailed(List.of(event), failure);
    }

    /** A partition's subscription has ended. */
    void ended(Throwable failure) {
        if (isRunning()) {
            listener.sourceLost(failure);
        }
    }

    @Override
    public void refused(Throwable reason) {
        stir();
    }

    @Override
    public synchronized boolean isRunning() {
        return !closing;
    }

    private synchronized boolean isHurried() {
        return hurried;
    }

    @Override
    public synchronized WorkerFigures figures() {
        int busy = (int) runs.values().stream().filter(PartitionRun::isBusy).count();
        return new WorkerFigures(handled.sum(), failed.sum(), 0, busy, 0);
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void close() {
        boolean handling;
        synchronized (this) {
            closing = true;
            handling = runs.values().stream().anyMatch(PartitionRun::isMine);
            notifyAll();
        }
        if (handling) {
            return;
        }
        try {
            ended.get(2 * options.grace.toNanos() + 1, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            stop();
        } catch (InterruptedException interrupted) {
            stop();
            Thread.currentThread().interrupt();
        } catch (ExecutionException refused) {
            // It had ended by itself, which the listener was told; now it is closed.
        }
    }

    @Override
    public void stop() {
        synchronized (this) {
            closing = true;
            hurried = true;
            runs.values().forEach(PartitionRun::interrupt);
            notifyAll();
        }
        thread.interrupt();
    }
}
