package io.synap.client.room;

import io.synap.client.error.SynapClientException;
import io.synap.client.work.Batches;
import io.synap.client.work.PermanentFailureException;
import io.synap.client.work.Settling;
import io.synap.client.work.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Answers for a worker of a shared group. Thread-safe. */
final class GroupSettling<T> implements Settling<GroupDelivery<T>> {
    private static final int BATCH_MAX = 500;
    private static final int UNDER_WAY_MAX = 2;

    /** An event that is given back. */
    private record Failed<T>(GroupDelivery<T> delivery, Throwable reason) {}

    private final SharedGroup<T> group;
    private final Duration lease;
    private final WorkerListener listener;
    private final Batches<GroupDelivery<T>> acks;
    private final Batches<Failed<T>> failures;
    private final Batches<GroupDelivery<T>> unused;
    private final Batches<GroupDelivery<T>> extensions;

    GroupSettling(SharedGroup<T> group, Duration lease, WorkerListener listener, Executor executor) {
        this.group = group;
        this.lease = lease;
        this.listener = listener;
        this.acks = new Batches<>(BATCH_MAX, UNDER_WAY_MAX, executor, this::ack);
        this.failures = new Batches<>(1, UNDER_WAY_MAX, executor, this::giveBack);
        this.unused = new Batches<>(BATCH_MAX, UNDER_WAY_MAX, executor, this::giveBackUnused);
        this.extensions = new Batches<>(BATCH_MAX, UNDER_WAY_MAX, executor, this::extend);
    }

    @Override
    public void succeeded(List<GroupDelivery<T>> items) {
        acks.addAll(items);
    }

    @Override
    public void failed(List<GroupDelivery<T>> items, Throwable reason) {
        failures.addAll(items.stream().map(each -> new Failed<>(each, reason)).toList());
    }

    @Override
    public void unused(List<GroupDelivery<T>> items) {
        unused.addAll(items);
    }

    @Override
    public void keep(List<GroupDelivery<T>> items) {
        extensions.addAll(items);
    }

    @Override
    public CompletionStage<Void> settled() {
        return acks.idle().thenCompose(done -> failures.idle()).thenCompose(done -> unused.idle());
    }

    private CompletionStage<?> ack(List<GroupDelivery<T>> items) {
        return told(items, group.ackAll(SharedGroup.receipts(items)));
    }

    private CompletionStage<?> giveBack(List<Failed<T>> one) {
        Failed<T> failed = one.getFirst();
        List<GroupDelivery<T>> items = List.of(failed.delivery());
        String error = EventNack.shortened(failed.reason().toString());
        List<String> receipts = SharedGroup.receipts(items);
        return told(
                items,
                failed.reason() instanceof PermanentFailureException
                        ? group.rejectAll(receipts, error)
                        : group.nackAll(receipts, EventNack.withBackoff().because(error)));
    }

    private CompletionStage<?> giveBackUnused(List<GroupDelivery<T>> items) {
        return told(items, group.nackAll(SharedGroup.receipts(items), EventNack.atOnce()));
    }

    /** One that is refused was settled meanwhile, or will be refused then: nobody needs to be told here. */
    private CompletionStage<?> extend(List<GroupDelivery<T>> items) {
        return group.extendAll(SharedGroup.receipts(items), lease);
    }

    private CompletionStage<?> told(List<GroupDelivery<T>> items, CompletionStage<List<Settled>> answer) {
        return answer.whenComplete((results, failure) -> {
            if (failure != null) {
                Throwable reason = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                items.forEach(each -> listener.notSettled(each, reason));
                return;
            }
            for (int i = 0; i < results.size(); i++) {
                Settled result = results.get(i);
                if (!result.isDone()) {
                    listener.notSettled(
                            items.get(i),
                            SynapClientException.ofServer(
                                    result.refusal().orElse(""), result.error().orElse("")));
                }
            }
        });
    }
}
