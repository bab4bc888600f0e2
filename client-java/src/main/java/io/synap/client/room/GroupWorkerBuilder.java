package io.synap.client.room;

import io.synap.client.work.Handler;
import io.synap.client.work.Work;
import io.synap.client.work.WorkOptions;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerListener;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * A worker of a shared group, until it is given its handler. Not thread-safe. What the handler returns from is
 * acknowledged; what it throws on is given back with a growing pause, or rejected for a {@link
 * io.synap.client.work.PermanentFailureException}. Leases are extended while it runs.
 *
 * {@snippet :
 * var worker = client.rooms()
 *         .worker("orders", "billing")
 *         .concurrency(8)
 *         .handle(delivery -> System.out.println(delivery.value()));
 * worker.close();
 * }
 */
public final class GroupWorkerBuilder<T> {
    private final SharedGroup<T> group;
    private final Executor executor;
    private String consumer = "worker-" + UUID.randomUUID();
    private int concurrency = 1;
    private int ahead;
    private Duration lease = Duration.ofSeconds(30);
    private Duration grace = Duration.ofSeconds(30);
    private Duration extendMax = Duration.ofHours(1);
    private WorkerListener listener = WorkerListener.logging();

    GroupWorkerBuilder(SharedGroup<T> group, Executor executor) {
        this.group = group;
        this.executor = executor;
    }

    /** Under which name it receives; a name of its own unless said. */
    public GroupWorkerBuilder<T> consumer(String name) {
        consumer = Checks.named("name", name);
        return this;
    }

    /** Handlers that run at once; 1 unless said. */
    public GroupWorkerBuilder<T> concurrency(int handlers) {
        concurrency = Checks.positive("handlers", handlers);
        return this;
    }

    /** Events in hand at most, those being handled included; twice the concurrency unless said. */
    public GroupWorkerBuilder<T> prefetch(int events) {
        ahead = Checks.positive("events", events);
        return this;
    }

    /** How long others do not get an event once this worker is gone; 30 seconds unless said. */
    public GroupWorkerBuilder<T> lease(Duration length) {
        Checks.someMillis("length", length);
        lease = length;
        return this;
    }

    /** After how long of handling an event its lease is no longer extended; an hour unless said. */
    public GroupWorkerBuilder<T> extendFor(Duration most) {
        Checks.millis("most", most);
        extendMax = most;
        return this;
    }

    /** How long closing waits for handlers; 30 seconds unless said. */
    public GroupWorkerBuilder<T> grace(Duration most) {
        Checks.millis("most", most);
        grace = most;
        return this;
    }

    /** Told what goes wrong; the system's log unless said. */
    public GroupWorkerBuilder<T> listener(WorkerListener told) {
        listener = Objects.requireNonNull(told, "told");
        return this;
    }

    /** Begins, with a handler that may wait. */
    public Worker handle(Handler.OfOne<? super GroupDelivery<T>> handler) {
        Objects.requireNonNull(handler, "handler");
        return start(1, Duration.ZERO, Handler.<GroupDelivery<T>>ofOne(handler));
    }

    /** Begins, with a handler whose stage says when it is done. */
    public Worker handleAsync(Handler.Begun<? super GroupDelivery<T>> handler) {
        Objects.requireNonNull(handler, "handler");
        return start(1, Duration.ZERO, Handler.<GroupDelivery<T>>begun(handler));
    }

    /**
     * Begins, with a handler of several events at once.
     *
     * @param most events in a batch
     * @param wait how long an incomplete batch waits for more
     */
    public Worker handleAll(int most, Duration wait, Handler.OfMany<GroupDelivery<T>> handler) {
        Objects.requireNonNull(handler, "handler");
        return start(most, wait, Handler.ofMany(handler));
    }

    private Worker start(int batch, Duration wait, Handler<GroupDelivery<T>> handler) {
        WorkOptions options = WorkOptions.of(concurrency)
                .withAhead(Math.max(ahead == 0 ? 2 * concurrency * batch : ahead, batch))
                .withGrace(grace)
                .withBeat(lease.dividedBy(3), extendMax);
        options = batch == 1 ? options : options.withBatches(batch, wait);
        return Work.start(
                group.consume(consumer, Optional.of(lease)),
                handler,
                new GroupSettling<>(group, lease, listener, executor),
                options,
                executor,
                listener);
    }
}
