package io.synap.cli.command;

import io.synap.client.error.SynapClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a subscription until it ends, enough has come, time is up, or the waiting thread is interrupted. Thread-safe.
 * Items are taken one after another, each asked for when the one before is done.
 */
public final class Follow<T> implements Flow.Subscriber<T> {
    /** Takes an item; returns whether it counts towards the wanted number. */
    @FunctionalInterface
    public interface Taker<T> {
        boolean take(T item);
    }

    private final Taker<T> taker;
    private final long count;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;
    private long taken;

    private Follow(Taker<T> taker, long count) {
        this.taker = taker;
        this.count = count;
    }

    /**
     * Follows and returns an exit code.
     *
     * @param count how many to take, 0 for all
     * @param time for how long at most; empty without end
     */
    public static <T> int run(Flow.Publisher<T> source, long count, Optional<Duration> time, Taker<T> taker) {
        Follow<T> follow = new Follow<>(taker, count);
        source.subscribe(follow);
        return follow.await(time);
    }

    private int await(Optional<Duration> time) {
        try {
            if (time.isPresent()) {
                var _ = over.await(time.get().toMillis(), TimeUnit.MILLISECONDS);
            } else {
                over.await();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCodes.INTERRUPTED;
        } finally {
            cancel();
        }
        return outcome();
    }

    private int outcome() {
        Throwable reason = failure;
        return switch (reason) {
            case null -> ExitCodes.OK;
            case SynapClientException known -> throw known.again();
            case RuntimeException other -> throw other;
            default -> throw new IllegalStateException(reason);
        };
    }

    private void cancel() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        if (over.getCount() == 0) {
            opened.cancel();
        }
        opened.request(1);
    }

    @Override
    public void onNext(T item) {
        try {
            if (taker.take(item)) {
                taken++;
            }
        } catch (RuntimeException failed) {
            failure = failed;
            end();
            return;
        }
        Flow.Subscription open = subscription;
        if (count > 0 && taken >= count) {
            end();
        } else if (open != null) {
            open.request(1);
        }
    }

    @Override
    public void onError(Throwable reason) {
        failure = reason;
        end();
    }

    @Override
    public void onComplete() {
        end();
    }

    private void end() {
        over.countDown();
        cancel();
    }
}
