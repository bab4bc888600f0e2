package io.synap.client.room;

import io.synap.client.work.Backoff;
import io.synap.client.work.Handler;
import io.synap.client.work.PermanentFailureException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One partition's events, handled one after another. Thread-safe; the subscriber's methods are called by one thread at a
 * time, which handles the event.
 */
final class PartitionRun<T> implements Flow.Subscriber<RoomItem<T>> {
    private final OrderedWorker<T> worker;
    private final int partition;
    private final Handler.OfOne<? super RoomEvent<T>> handler;
    private final Backoff pauses;
    private final int attemptsMax;

    // Guarded by this.
    private Flow.@Nullable Subscription subscription;
    private @Nullable Thread busy;
    private boolean stopped;
    /** Nobody waits for its handler any more: the partition may be another's, and is not committed. */
    private boolean abandoned;

    private @Nullable Throwable reason;

    PartitionRun(
            OrderedWorker<T> worker,
            int partition,
            Handler.OfOne<? super RoomEvent<T>> handler,
            OrderedWorkerBuilder<T> options) {
        this.worker = worker;
        this.partition = partition;
        this.handler = handler;
        this.pauses = new Backoff(options.pauseMin, options.pauseMax, new SplittableRandom(System.nanoTime()));
        this.attemptsMax = options.attemptsMax;
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        boolean unwanted;
        synchronized (this) {
            unwanted = stopped || subscription != null;
            if (!unwanted) {
                subscription = opened;
            }
        }
        if (unwanted) {
            opened.cancel();
        } else {
            // The publisher's buffer is the bound: the next comes when onNext has returned.
            opened.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(RoomItem<T> item) {
        if (!(item instanceof RoomItem.Event<T>(var event, var _)) || !begin()) {
            return;
        }
        try {
            if (handle(event) && !isAbandoned()) {
                worker.handled(partition, event.offset() + 1);
            }
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        if (stopped) {
            return false;
        }
        busy = Thread.currentThread();
        return true;
    }

    private synchronized void end() {
        busy = null;
        if (stopped) {
            // An interruption was meant for the handler.
            var _ = Thread.interrupted();
        }
        notifyAll();
    }

    /** Handles an event until that has succeeded, or it is to be passed over; false when there is no time for it. */
    private boolean handle(RoomEvent<T> event) {
        for (int attempt = 1; ; attempt++) {
            Throwable failure = attempt(event);
            if (failure == null) {
                pauses.reset();
                return true;
            }
            if (isStopped()) {
                return false;
            }
            worker.failed(event, failure);
            if (failure instanceof PermanentFailureException || attempt >= attemptsMax) {
                pauses.reset();
                return true;
            }
            if (!pause(pauses.next())) {
                return false;
            }
        }
    }

    private @Nullable Throwable attempt(RoomEvent<T> event) {
        try {
            worker.enter();
            try {
                handler.handle(event);
            } finally {
                worker.leave();
            }
            return null;
        } catch (Throwable thrown) {
            // Whatever it was, an interruption too: the event is tried again unless this is the end, and the listener
            // is told.
            return thrown;
        }
    }

    private synchronized boolean pause(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        long left = length.toNanos();
        try {
            while (!stopped && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException hurried) {
            // Either this is the end, or the handler has left it behind: then the pause is over.
            return !stopped;
        }
        return !stopped;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    @Override
    public void onError(Throwable failure) {
        synchronized (this) {
            reason = failure;
        }
        worker.ended(failure);
    }

    @Override
    public void onComplete() {
        onError(new IllegalStateException("the room's subscription has ended"));
    }

    /** Whether it is to be begun anew, since its subscription has ended. */
    synchronized boolean isOver() {
        return reason != null;
    }

    synchronized boolean isBusy() {
        return busy != null;
    }

    /** Begins nothing more. */
    void stop() {
        Flow.Subscription open;
        synchronized (this) {
            stopped = true;
            open = subscription;
            notifyAll();
        }
        if (open != null) {
            open.cancel();
        }
    }

    /** Waits for the event that is being handled; interrupts its handler when that takes longer than until then. */
    synchronized void await(long deadlineNanos) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        while (busy != null && !Thread.currentThread().equals(busy) && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadlineNanos - System.nanoTime();
        }
        abandoned = busy != null;
        interrupt();
    }

    private synchronized boolean isAbandoned() {
        return abandoned;
    }

    synchronized void interrupt() {
        Thread handling = busy;
        if (handling != null && !handling.equals(Thread.currentThread())) {
            handling.interrupt();
        }
    }

    /** Whether the calling thread is the one that handles an event. */
    synchronized boolean isMine() {
        return Thread.currentThread().equals(busy);
    }
}
