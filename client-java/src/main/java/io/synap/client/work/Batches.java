package io.synap.client.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Sends items together: the first at once, the next with all that have come while the ones before were under way. So
 * nothing waits for a timer, and batches grow with the load. Thread-safe.
 *
 * <p>What waits is bounded by whoever adds: a worker adds no more than it has in hand.
 */
public final class Batches<T> {
    private final int itemsMax;
    private final int underWayMax;
    private final Executor executor;
    private final Function<List<T>, CompletionStage<?>> send;

    // Guarded by this.
    private final ArrayDeque<T> gathered = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> awaited = new ArrayList<>();
    private int underWay;

    /**
     * @param itemsMax in one batch
     * @param underWayMax batches that are sent and not answered
     * @param executor sends what has gathered, when an answer makes room
     * @param send sees to failures itself; the next batch is sent whatever becomes of this one
     */
    public Batches(int itemsMax, int underWayMax, Executor executor, Function<List<T>, CompletionStage<?>> send) {
        this.itemsMax = itemsMax;
        this.underWayMax = underWayMax;
        this.executor = executor;
        this.send = send;
    }

    public void add(T item) {
        synchronized (this) {
            gathered.add(item);
        }
        sendAll();
    }

    public void addAll(List<T> items) {
        synchronized (this) {
            gathered.addAll(items);
        }
        sendAll();
    }

    /** Complete once nothing waits and everything that was sent is answered; never fails. */
    public CompletionStage<Void> idle() {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        synchronized (this) {
            if (underWay > 0 || !gathered.isEmpty()) {
                awaited.add(idle);
                return idle;
            }
        }
        idle.complete(null);
        return idle;
    }

    private void sendAll() {
        List<T> batch = next();
        while (!batch.isEmpty()) {
            send(batch);
            batch = next();
        }
    }

    private synchronized List<T> next() {
        if (underWay == underWayMax || gathered.isEmpty()) {
            return List.of();
        }
        underWay++;
        int count = Math.min(itemsMax, gathered.size());
        if (count == 1) {
            return List.of(gathered.remove());
        }
        List<T> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            batch.add(gathered.remove());
        }
        return batch;
    }

    private void send(List<T> batch) {
        CompletionStage<?> answer;
        try {
            answer = send.apply(batch);
        } catch (RuntimeException refused) {
            answer = CompletableFuture.failedStage(refused);
        }
        var _ = answer.whenComplete((result, failure) -> {
            try {
                // Not on the transport's thread, where sending may not wait.
                executor.execute(this::answered);
            } catch (RejectedExecutionException ended) {
                answered();
            }
        });
    }

    private void answered() {
        List<CompletableFuture<Void>> complete = List.of();
        synchronized (this) {
            underWay--;
            if (underWay == 0 && gathered.isEmpty()) {
                complete = List.copyOf(awaited);
                awaited.clear();
            }
        }
        complete.forEach(each -> each.complete(null));
        sendAll();
    }
}
