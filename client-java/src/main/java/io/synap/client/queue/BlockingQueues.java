package io.synap.client.queue;

import io.synap.client.transport.Caller;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** As {@link Queues}, but each call waits for its result. Immutable and thread-safe. */
public final class BlockingQueues<T> {
    private final Queues<T> queues;

    BlockingQueues(Queues<T> queues) {
        this.queues = queues;
    }

    public BlockingDeadLetters<T> deadLetters() {
        return queues.deadLetters().blocking();
    }

    public boolean create(String queue) {
        return Caller.await(queues.create(queue));
    }

    public boolean create(String queue, QueueSettings settings) {
        return Caller.await(queues.create(queue, settings));
    }

    public void createNew(String queue, QueueSettings settings) {
        Caller.await(queues.createNew(queue, settings));
    }

    public long delete(String queue) {
        return Caller.await(queues.delete(queue));
    }

    public QueuePage list() {
        return Caller.await(queues.list());
    }

    public QueuePage list(int limit, Optional<String> cursor) {
        return Caller.await(queues.list(limit, cursor));
    }

    public long length(String queue) {
        return Caller.await(queues.length(queue));
    }

    public QueueStats stats(String queue) {
        return Caller.await(queues.stats(queue));
    }

    public long purge(String queue, PurgeScope scope) {
        return Caller.await(queues.purge(queue, scope));
    }

    public void pause(String queue) {
        Caller.await(queues.pause(queue));
    }

    public void resume(String queue) {
        Caller.await(queues.resume(queue));
    }

    public MessageDetail<T> peek(String queue, long messageId) {
        return Caller.await(queues.peek(queue, messageId));
    }

    public Published publish(String queue, T payload) {
        return Caller.await(queues.publish(queue, payload));
    }

    public Published publish(String queue, T payload, PublishOptions options) {
        return Caller.await(queues.publish(queue, payload, options));
    }

    public List<Published> publishAll(String queue, Collection<? extends T> payloads) {
        return Caller.await(queues.publishAll(queue, payloads));
    }

    public List<Published> publishAll(String queue, Collection<? extends T> payloads, PublishOptions options) {
        return Caller.await(queues.publishAll(queue, payloads, options));
    }

    public List<Published> publishEach(String queue, Collection<Outgoing<T>> outgoing) {
        return Caller.await(queues.publishEach(queue, outgoing));
    }

    public Optional<Delivery<T>> receive(String queue) {
        return Caller.await(queues.receive(queue));
    }

    public Optional<Delivery<T>> receive(String queue, Duration wait) {
        return Caller.await(queues.receive(queue, wait));
    }

    public List<Delivery<T>> receive(String queue, ReceiveOptions options) {
        return Caller.await(queues.receive(queue, options));
    }

    public void ack(Delivery<T> delivery) {
        Caller.await(queues.ack(delivery));
    }

    public Settlement ackAll(Collection<Delivery<T>> deliveries) {
        return Caller.await(queues.ackAll(deliveries));
    }

    public Settlement ackAll(String queue, Collection<String> receipts) {
        return Caller.await(queues.ackAll(queue, receipts));
    }

    public void nack(Delivery<T> delivery, Nack how) {
        Caller.await(queues.nack(delivery, how));
    }

    public Settlement nackAll(Collection<Delivery<T>> deliveries, Nack how) {
        return Caller.await(queues.nackAll(deliveries, how));
    }

    public Settlement nackAll(String queue, Collection<String> receipts, Nack how) {
        return Caller.await(queues.nackAll(queue, receipts, how));
    }

    public void reject(Delivery<T> delivery, String error) {
        Caller.await(queues.reject(delivery, error));
    }

    public Settlement rejectAll(Collection<Delivery<T>> deliveries, String error) {
        return Caller.await(queues.rejectAll(deliveries, error));
    }

    public Settlement rejectAll(String queue, Collection<String> receipts, String error) {
        return Caller.await(queues.rejectAll(queue, receipts, error));
    }

    public void extend(Delivery<T> delivery, Duration lease) {
        Caller.await(queues.extend(delivery, lease));
    }

    public Settlement extendAll(Collection<Delivery<T>> deliveries, Duration lease) {
        return Caller.await(queues.extendAll(deliveries, lease));
    }

    public Settlement extendAll(String queue, Collection<String> receipts, Duration lease) {
        return Caller.await(queues.extendAll(queue, receipts, lease));
    }
}
