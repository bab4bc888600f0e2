package io.synap.client.queue;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.work.Batches;
import io.synap.client.work.PermanentFailureException;
import io.synap.client.work.Settling;
import io.synap.client.work.WorkerListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Tells the server what becomes of a worker's messages, and that it still has them. Thread-safe. */
final class LeaseKeeper<T> implements Settling<Held<T>> {
    private static final Command ACK = Command.inSession("queue.ack");
    private static final Command NACK = Command.inSession("queue.nack");
    private static final Command REJECT = Command.inSession("queue.reject");
    private static final Command EXTEND = Command.inSession("queue.extend");

    /** Messages in one call. */
    private static final int CALL_MAX = 1000;

    private static final int ACK_CALLS_MAX = 4;
    private static final int FAILURE_CALLS_MAX = 64;
    /** The server cuts it at as many bytes. */
    private static final int ERROR_CHARS_MAX = 1024;

    /**
     * What a worker does with its failures.
     *
     * @param retry how what failed is given back
     * @param hopeless what is rejected at once
     */
    record Policy(long leaseMillis, Nack retry, Predicate<Throwable> hopeless, WorkerListener listener) {}

    /** An ack under way. */
    private record Ack<T>(Held<T> item, String receipt) {}

    /** Something to be told of messages that failed. */
    private record Failure<T>(List<Held<T>> items, Command command, Arguments more) {}

    private final WorkerPorts ports;
    private final String queue;
    private final InHand<T> inHand;
    private final Policy policy;
    private final Batches<Ack<T>> acks;
    private final Batches<Failure<T>> failures;

    LeaseKeeper(WorkerPorts ports, String queue, InHand<T> inHand, Policy policy) {
        this.ports = ports;
        this.queue = queue;
        this.inHand = inHand;
        this.policy = policy;
        this.acks = new Batches<>(CALL_MAX, ACK_CALLS_MAX, ports.executor(), this::sendAcks);
        this.failures = new Batches<>(1, FAILURE_CALLS_MAX, ports.executor(), failed -> sendFailure(failed.getFirst()));
    }

    /** When a lease that begins now ends, by {@link System#nanoTime}. */
    long endsNanos() {
        return System.nanoTime() + policy.leaseMillis * 1_000_000;
    }

    @Override
    public void succeeded(List<Held<T>> items) {
        if (items.size() == 1) {
            Held<T> item = items.getFirst();
            if (!inHand.isOver(item)) {
                acks.add(new Ack<>(item, inHand.done(item)));
            }
            return;
        }
        List<Ack<T>> done = new ArrayList<>(items.size());
        for (Held<T> item : items) {
            if (!inHand.isOver(item)) {
                done.add(new Ack<>(item, inHand.done(item)));
            }
        }
        acks.addAll(done);
    }

    private CompletionStage<?> sendAcks(List<Ack<T>> batch) {
        List<String> receipts = new ArrayList<>(batch.size());
        batch.forEach(each -> receipts.add(each.receipt));
        return call(ACK, Arguments.none(), receipts).handle((settlement, failure) -> {
            if (failure != null) {
                boolean ended = failure instanceof SynapClientException known && known.is(ClientFault.CLIENT_CLOSED);
                batch.forEach(each -> refused(each, failure, !ended));
            } else if (settlement.isComplete()) {
                inHand.forgetAll(items(batch));
            } else {
                someRefused(batch, settlement);
            }
            return settlement;
        });
    }

    private List<Held<T>> items(List<Ack<T>> batch) {
        List<Held<T>> items = new ArrayList<>(batch.size());
        batch.forEach(each -> items.add(each.item));
        return items;
    }

    private void someRefused(List<Ack<T>> batch, Settlement settlement) {
        Map<String, SynapClientException> reasons = new HashMap<>();
        settlement.refused().forEach(each -> reasons.put(each.receipt(), each.reason()));
        for (Ack<T> each : batch) {
            SynapClientException reason = reasons.get(each.receipt);
            if (reason == null) {
                inHand.forget(each.item);
            } else {
                refused(each, reason, true);
            }
        }
    }

    /** The message has come again meanwhile, or will, here or elsewhere. */
    private void refused(Ack<T> ack, Throwable reason, boolean again) {
        Optional<String> later = inHand.refused(ack.item, ack.receipt);
        if (later.isPresent() && again) {
            acks.add(new Ack<>(ack.item, later.get()));
        } else {
            policy.listener.notSettled(ack.item.delivery, reason);
        }
    }

    /** It has come again though it was handled. */
    void acknowledge(Delivery<T> delivery) {
        Held<T> item = new Held<>(delivery, endsNanos());
        acks.add(new Ack<>(item, item.receipt));
    }

    @Override
    public void failed(List<Held<T>> items, Throwable reason) {
        if (reason instanceof BatchFailureException some) {
            Set<Long> ids = new HashSet<>();
            some.failed().forEach(each -> ids.add(each.messageId()));
            List<Held<T>> failed = new ArrayList<>();
            List<Held<T>> succeeded = new ArrayList<>();
            items.forEach(each -> (ids.contains(each.delivery.messageId()) ? failed : succeeded).add(each));
            succeeded(succeeded);
            allFailed(failed, reason);
        } else {
            allFailed(items, reason);
        }
    }

    private void allFailed(List<Held<T>> items, Throwable reason) {
        List<Held<T>> left = items.stream().filter(each -> !inHand.isOver(each)).toList();
        if (left.isEmpty()) {
            return;
        }
        String error = String.valueOf(reason.toString());
        String cut = error.length() > ERROR_CHARS_MAX ? error.substring(0, ERROR_CHARS_MAX) : error;
        boolean hopeless = reason instanceof PermanentFailureException
                || (reason instanceof SynapClientException known && known.is(ClientFault.CODEC_FAILED))
                || isHopeless(reason);
        Arguments more = Arguments.none();
        failures.add(
                hopeless
                        ? new Failure<>(left, REJECT, more.text("error", cut))
                        : new Failure<>(left, NACK, policy.retry.because(cut).writeTo(more)));
    }

    /** What the user says; a predicate that throws has said nothing, and the message is given back. */
    private boolean isHopeless(Throwable reason) {
        try {
            return policy.hopeless.test(reason);
        } catch (RuntimeException broken) {
            return false;
        }
    }

    /** One of a batch that the codec cannot read; the others are handled. */
    void unreadable(Held<T> item, SynapClientException reason) {
        policy.listener.handlerFailed(List.of(item.delivery), reason);
        allFailed(List.of(item), reason);
        inHand.forget(item);
    }

    private CompletionStage<?> sendFailure(Failure<T> failure) {
        List<String> receipts = new ArrayList<>(failure.items.size());
        failure.items.forEach(each -> receipts.add(inHand.receipt(each)));
        return call(failure.command, failure.more, receipts).whenComplete((settlement, refusal) -> {
            inHand.forgetAll(failure.items);
            if (refusal != null) {
                failure.items.forEach(each -> policy.listener.notSettled(each.delivery, refusal));
            }
        });
    }

    @Override
    public void unused(List<Held<T>> items) {
        List<Held<T>> left = items.stream().filter(each -> !inHand.isOver(each)).toList();
        for (List<Held<T>> some : parts(left)) {
            failures.add(new Failure<>(some, NACK, Nack.released().writeTo(Arguments.none())));
        }
    }

    @Override
    public void keep(List<Held<T>> items) {
        long soon = System.nanoTime() + policy.leaseMillis * 1_000_000 / 3 * 2;
        var _ = extend(inHand.endingBefore(soon, items));
    }

    /** There is a new connection: which leases still hold? */
    void ask() {
        List<Held<T>> items = inHand.doubtful();
        if (items.isEmpty()) {
            inHand.trust();
            return;
        }
        // Whatever the answers are, work goes on: at worst an ack is refused.
        var _ = extend(items).whenComplete((nothing, never) -> inHand.trust());
    }

    /** Complete once everything is answered; never fails. */
    private CompletionStage<Void> extend(List<Held<T>> items) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (List<Held<T>> some : parts(items)) {
            answers.add(extendSome(some).toCompletableFuture());
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    private CompletionStage<?> extendSome(List<Held<T>> items) {
        Map<String, Held<T>> byReceipt = new HashMap<>();
        items.forEach(each -> byReceipt.put(inHand.receipt(each), each));
        long ends = endsNanos();
        Arguments lease = Arguments.none().integer("lease_ms", policy.leaseMillis);
        return call(EXTEND, lease, List.copyOf(byReceipt.keySet())).handle((settlement, failure) -> {
            if (failure == null) {
                extended(byReceipt, settlement, ends);
            }
            return settlement;
        });
    }

    private void extended(Map<String, Held<T>> byReceipt, Settlement settlement, long ends) {
        for (Settlement.Refusal refusal : settlement.refused()) {
            Held<T> item = byReceipt.remove(refusal.receipt());
            if (item != null && inHand.lost(item, refusal.receipt())) {
                policy.listener.notSettled(item.delivery, refusal.reason());
            }
        }
        byReceipt.forEach((receipt, item) -> inHand.extended(item, receipt, ends));
    }

    @Override
    public CompletionStage<Void> settled() {
        return acks.idle().thenCompose(done -> failures.idle());
    }

    private CompletionStage<Settlement> call(Command command, Arguments more, List<String> receipts) {
        Arguments arguments = Arguments.none().text("queue", queue).and(more).texts("receipts", receipts);
        return ports.caller().call(command, arguments, Answers.SETTLEMENT);
    }

    private List<List<Held<T>>> parts(List<Held<T>> items) {
        List<List<Held<T>>> parts = new ArrayList<>();
        for (int from = 0; from < items.size(); from += CALL_MAX) {
            parts.add(items.subList(from, Math.min(items.size(), from + CALL_MAX)));
        }
        return parts;
    }
}
